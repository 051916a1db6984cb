"""Families of keys and tokens as vendors issue them, and made-up members of each family.

A line of `FIXED` is a family that can be recognised wherever a member stands: its name, and its form. In a form, ``{A36}`` stands
for 36 random characters of the alphabet ``A`` (see `ALPHABETS`); everything else is literal. A line of `NAMED` is a family whose
members look like any hash or word: they can be recognised only behind a name that announces a secret.

The forms follow the vendors' documentation and the public rule lists of gitleaks and detect-secrets.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

ALPHABETS = {
    "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "b": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "d": "0123456789",
    "h": "0123456789abcdef",
    "H": "0123456789ABCDEF",
    "l": "abcdefghijklmnopqrstuvwxyz0123456789",
    "u": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "w": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-",
    "z": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
}

FIXED = """
# model providers and what agents call
openai                   sk-{A20}T3BlbkFJ{A20}
openai-project           sk-proj-{w74}T3BlbkFJ{w74}
openai-service-account   sk-svcacct-{w58}T3BlbkFJ{w58}
openai-admin             sk-admin-{w58}T3BlbkFJ{w58}
openai-session           sess-{A40}
anthropic                sk-ant-api03-{w93}AA
anthropic-admin          sk-ant-admin01-{w93}AA
anthropic-oauth          sk-ant-oat01-{w93}AA
anthropic-refresh        sk-ant-ort01-{w93}AA
openrouter               sk-or-v1-{h64}
deepseek                 sk-{h32}
litellm                  sk-{w22}
moonshot                 sk-{A48}
dashscope                sk-{h32}
opencode-zen             sk-{A64}
vercel-ai-gateway        vck_{A56}
groq                     gsk_{A52}
xai                      xai-{A80}
perplexity               pplx-{A48}
fireworks                fw_{A24}
together                 tgp_v1_{w43}
cerebras                 csk-{l48}
huggingface              hf_{z34}
huggingface-organization api_org_{z34}
replicate                r8_{A37}
nvidia                   nvapi-{w64}
google-api               AIza{w35}
google-ai-auth           AQ.Ab8{w47}
bedrock-long-lived       ABSK{b128}=
bedrock-short-lived      bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{b60}
zai                      {h32}.{A16}
copilot                  tid={h32};exp={d10};sku=yearly_subscriber;st=dotcom;chat=1;8kp=1:{h64}
elevenlabs               sk_{h48}
langsmith                lsv2_pt_{h32}_{h10}
langsmith-service        lsv2_sk_{h32}_{h10}
langfuse                 sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}
voyage                   pa-{w43}
jina                     jina_{A60}
firecrawl                fc-{h32}
tavily                   tvly-dev-{A32}
brave                    BSA{w28}
friendli                 flp_{A48}
pinecone                 pcsk_{A5}_{A63}
fal                      fal_{A40}
stability                sk-{A48}
helicone                 sk-helicone-{l7}-{l7}-{l7}-{l7}
context7                 ctx7sk-{h8}-{h4}-{h4}-{h4}-{h12}
e2b                      e2b_{h40}
modal-id                 ak-{A22}
modal-secret             as-{A22}
wandb                    wandb_v1_{w60}
requesty                 rqsty-sk-{b66}
chutes                   cpk_{h32}.{h32}.{A32}
novita                   sk_{w43}
mem0                     m0-{A40}
composio                 ak_{w20}
apify                    apify_api_{A36}
browserbase              bb_live_{w27}
morph                    sk-{w46}
# code hosting, CI, packages
github-classic           ghp_{A36}
github-oauth             gho_{A36}
github-user              ghu_{A36}
github-server            ghs_{A36}
github-refresh           ghr_{A76}
github-fine-grained      github_pat_{A22}_{A59}
gitlab-personal          glpat-{w20}
gitlab-personal-routable glpat-{w27}.01.{l9}
gitlab-deploy            gldt-{w20}
gitlab-runner            glrt-{w20}
gitlab-runner-routable   glrt-t1_{w27}.01.{l9}
gitlab-registration      GR1348941{w20}
gitlab-trigger           glptt-{h40}
gitlab-scim              glsoat-{w20}
gitlab-ci-job            glcbt-{h2}_{w20}
gitlab-agent             glagent-{w50}
gitlab-oauth             gloas-{h64}
gitlab-feed              glft-{w20}
gitlab-mail              glimt-{l25}
gitlab-feature-flags     glffct-{w20}
gitlab-workspace         glwt-{w20}
bitbucket-app            ATBB{A32}
bitbucket-oauth          ATCTT3xFfGN0{w180}
atlassian                ATATT3xFfGF0{w180}={H8}
azure-devops             {l76}AZDO{A4}
npm                      npm_{A36}
pypi                     pypi-AgEIcHlwaS5vcmc{w120}
rubygems                 rubygems_{h48}
nuget                    oy2{l43}
crates                   cio{A32}
clojars                  CLOJARS_{h60}
docker-personal          dckr_pat_{w27}
docker-organisation      dckr_oat_{w32}
jfrog-api                AKCp{A69}
jfrog-reference          cmVmd{A59}
circleci-personal        CCIPAT_{A22}_{h40}
circleci-project         CCIPRJ_{A22}_{h40}
buildkite                bkua_{h40}
sonar-user               squ_{h40}
sonar-project            sqp_{h40}
sonar-analysis           sqa_{h40}
snyk-service             snyk_sat.{h8}.{w60}
snyk-user                snyk_uat.{h8}.{w60}
sourcegraph              sgp_{h16}_{h40}
sourcegraph-old          sgp_{h40}
linear                   lin_api_{A40}
linear-oauth             lin_oauth_{h64}
harness-personal         pat.{A22}.{h24}.{A20}
harness-service          sat.{A22}.{h24}.{A20}
octopus                  API-{u26}
launchdarkly-sdk         sdk-{h8}-{h4}-{h4}-{h4}-{h12}
launchdarkly-api         api-{h8}-{h4}-{h4}-{h4}-{h12}
postman                  PMAK-{h24}-{h34}
postman-collection       PMAT-{u26}
infracost                ico-{A32}
prefect                  pnu_{A36}
prefect-bot              pnb_{A36}
pulumi                   pul-{h40}
terraform-cloud          {A14}.atlasv1.{A67}
scalingo                 tk-us-{w48}
doppler-personal         dp.pt.{A43}
doppler-service          dp.st.prd.{A43}
doppler-cli              dp.ct.{A43}
doppler-scim             dp.scim.{A43}
doppler-audit            dp.audit.{A43}
infisical                st.{h24}.{h32}.{h32}
onepassword-service      ops_eyJ{b250}
onepassword-secret       A3-{u6}-{u6}-{u5}-{u5}-{u5}-{u5}
vault-service            hvs.{w95}
vault-batch              hvb.{w140}
vault-recovery           hvr.{w95}
vault-old                s.{A24}
age                      AGE-SECRET-KEY-1{u58}
# clouds and hosting
aws-access-key           AKIA{u16}
aws-session-key          ASIA{u16}
aws-bearer               ABIA{u16}
aws-context              ACCA{u16}
aws-a3t                  A3TX{u16}
azure-ad-secret          {A3}8Q~{w34}
azure-storage            AccountKey={b86}==
azure-sas                https://example.blob.core.windows.net/c?sv=2022-11-02&sig={A20}%2B{A20}%3D
google-oauth             ya29.{w120}
google-client-secret     GOCSPX-{w28}
google-refresh           1//0{A1}{w60}
alibaba                  LTAI{A20}
tencent                  AKID{A32}
yandex-api               AQVN{w36}
yandex-iam               t1.{w40}.{w86}
yandex-static            YCAJE{w34}
digitalocean-personal    dop_v1_{h64}
digitalocean-oauth       doo_v1_{h64}
digitalocean-refresh     dor_v1_{h64}
cloudflare-origin        v1.0-{h24}-{h146}
fly-old                  fo1_{w43}
fly-machine              FlyV1 fm2_{b120}
fly-macaroon             fm2_{b120}
fly-auth                 fm1r_{b120}
heroku                   HRKU-AA{w58}
render                   rnd_{A28}
netlify                  nfp_{A36}
vercel-token             vcp_{A56}
vercel-integration       vci_{A56}
vercel-oauth             vca_{A56}
vercel-refresh           vcr_{A56}
vercel-blob              vercel_blob_rw_{A16}_{A30}
neon                     napi_{l64}
planetscale-token        pscale_tkn_{w43}
planetscale-password     pscale_pw_{w43}
planetscale-oauth        pscale_oauth_{w43}
supabase-personal        sbp_{h40}
supabase-secret          sb_secret_{w31}
databricks               dapi{h32}
clickhouse-cloud         4b1d{A38}
aiven                    AVNS_{w19}
openshift                sha256~{w43}
tailscale                tskey-auth-{A16}-{A32}
defined-networking       dnkey-{w26}-{w52}
ngrok-api                ak_{A27}
scaleway                 SCW{u17}
akamai                   akab-{l16}-{l16}
# messages, mail, payment, monitoring
slack-bot                xoxb-{d12}-{d12}-{A24}
slack-user               xoxp-{d12}-{d12}-{d12}-{h32}
slack-app                xapp-1-{u11}-{d12}-{h64}
slack-refresh            xoxe-1-{u146}
slack-config             xoxe.xoxp-1-{u163}
slack-cookie             xoxd-{A60}
slack-webhook            https://hooks.slack.com/services/T{u10}/B{u10}/{A24}
discord-bot              M{A23}.{A6}.{w38}
discord-bot-old          N{A23}.{A6}.{w27}
discord-webhook          https://discord.com/api/webhooks/{d18}/{w68}
teams-webhook            https://x.webhook.office.com/webhookb2/{h32}@{h32}/IncomingWebhook/{h32}
google-chat-webhook      https://chat.googleapis.com/v1/spaces/{u11}/messages?key=AIza{w35}&token={w43}
telegram                 {d10}:AA{w33}
twilio-key               SK{h32}
twilio-account           AC{h32}
sendgrid                 SG.{w22}.{w43}
mailgun                  key-{h32}
mailgun-public           pubkey-{h32}
mailchimp                {h32}-us12
mailersend               mlsn.{h64}
brevo                    xkeysib-{h64}-{A16}
brevo-smtp               xsmtpsib-{h64}-{A16}
resend                   re_{A8}_{A24}
stripe-secret            sk_live_{A24}
stripe-test              sk_test_{A99}
stripe-restricted        rk_live_{A24}
stripe-webhook           whsec_{A32}
square-access            EAAA{w60}
square-oauth             sq0csp-{w43}
square-personal          sq0atp-{w22}
paypal-braintree         access_token$production${l16}${h32}
shopify-admin            shpat_{h32}
shopify-custom           shpca_{h32}
shopify-private          shppa_{h32}
shopify-shared           shpss_{h32}
flutterwave              FLWSECK_TEST-{h32}-X
razorpay                 rzp_live_{A14}
plaid                    access-sandbox-{h8}-{h4}-{h4}-{h4}-{h12}
shippo                   shippo_live_{h40}
easypost                 EZAK{A54}
easypost-test            EZTK{A54}
duffel                   duffel_live_{w43}
facebook                 EAAC{A120}
instagram                IGQV{A120}
notion                   ntn_{d11}{A35}
notion-old               secret_{A43}
airtable                 pat{A14}.{h64}
figma                    figd_{w40}
asana                    2/{d16}/{d16}:{h32}
typeform                 tfp_{A44}_{A14}
hubspot-us               pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}
hubspot-eu               pat-eu1-{h8}-{h4}-{h4}-{h4}-{h12}
contentful               CFPAT-{w43}
readme                   rdme_{l70}
frameio                  fio-u-{w64}
dropbox                  sl.{w135}
dropbox-user             sl.u.{w140}
adobe                    p8e-{l32}
intra42                  s-s4t2ud-{h64}
settlemint               sm_pat_{A16}
maxmind                  {A6}_{A29}_mmk
mapbox-secret            sk.eyJ{A60}.{w22}
mapbox-public            pk.eyJ{A60}.{w22}
posthog-project          phc_{A43}
posthog-personal         phx_{A43}
sentry-org               sntrys_eyJ{b120}_{b43}
sentry-user              sntryu_{h64}
grafana-service          glsa_{A32}_{h8}
grafana-cloud            glc_{b80}
grafana-api              eyJrIjoi{A80}==
newrelic-user            NRAK-{u27}
newrelic-browser         NRJS-{h19}
newrelic-ingest          NRII-{A32}
newrelic-licence         {h36}NRAL
dynatrace                dt0c01.{u24}.{u64}
honeycomb                hcaik_{l58}
axiom                    xaat-{h8}-{h4}-{h4}-{h4}-{h12}
checkly                  cu_{h32}
clerk                    sk_live_{A40}
workos                   sk_live_{A60}
authress                 sc_{l20}.{l5}.acc-{l20}.{b60}
unkey                    unkey_{A24}
cal                      cal_live_{h32}
wakatime                 waka_{h8}-{h4}-{h4}-{h4}-{h12}
ubidots                  BBFF-{A30}
samsara                  samsara_api_{A30}
jwt                      eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0{A20}.{w43}
jwe                      eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..{w16}.{w40}.{w22}
pem                      -----BEGIN RSA PRIVATE KEY-----\\n{b64}\\n-----END RSA PRIVATE KEY-----
pgp                      -----BEGIN PGP PRIVATE KEY BLOCK-----\\n{b64}\\n-----END PGP PRIVATE KEY BLOCK-----
putty                    PuTTY-User-Key-File-3: ssh-ed25519\\nPrivate-Lines: 1\\n{b44}\\nPrivate-MAC: {h64}
url-password             https://deploy:{A20}@git.example.com/x.git
database-url             postgres://app:{A20}@db.example.com:5432/app
redis-url                redis://:{A20}@cache.example.com:6379
bcrypt                   $2b$12${A53}
nuget-config             <add key="ClearTextPassword" value="{A20}" />
xml-password             <password>{A20}</password>
"""

NAMED = """
mistral          MISTRAL_API_KEY={A32}
cohere           COHERE_API_KEY={A40}
ai21             AI21_API_KEY={A32}
deepinfra        DEEPINFRA_TOKEN={A32}
azure-openai     AZURE_OPENAI_API_KEY={h32}
azure-cognitive  AZURE_COGNITIVE_SERVICES_KEY={h32}
cloudflare-api   CLOUDFLARE_API_TOKEN={w40}
cloudflare-key   X-Auth-Key: {h37}
gateway          CLOUDFLARE_GATEWAY_TOKEN={w40}
sap              AICORE_CLIENT_SECRET={A40}
exa              EXA_API_KEY={h8}-{h4}-{h4}-{h4}-{h12}
serper           SERPER_API_KEY={h40}
wandb-old        WANDB_API_KEY={h40}
heroku-old       HEROKU_API_KEY={h8}-{h4}-{h4}-{h4}-{h12}
snyk-old         SNYK_TOKEN={h8}-{h4}-{h4}-{h4}-{h12}
circle-old       CIRCLE_TOKEN={h40}
travis           TRAVIS_TOKEN={A22}
codecov          CODECOV_TOKEN={h8}-{h4}-{h4}-{h4}-{h12}
drone            DRONE_TOKEN={A32}
datadog          DD_API_KEY={h32}
datadog-header   DD-API-KEY: {h32}
algolia          ALGOLIA_ADMIN_KEY={h32}
okta             OKTA_API_TOKEN=00{w40}
fastly           FASTLY_API_TOKEN={w32}
linode           LINODE_TOKEN={h64}
hetzner          HCLOUD_TOKEN={A64}
vultr            VULTR_API_KEY={u36}
ibm-cloud        IBMCLOUD_API_KEY={w44}
aws-secret       AWS_SECRET_ACCESS_KEY={b40}
aws-session      AWS_SESSION_TOKEN={b120}
aws-ini          aws_secret_access_key = {b40}
twitter          TWITTER_ACCESS_TOKEN_SECRET={A45}
facebook-secret  FACEBOOK_APP_SECRET={h32}
azure-pat        AZURE_DEVOPS_EXT_PAT={l52}
system-pat       SYSTEM_PAT={l52}
opencode-server  OPENCODE_SERVER_PASSWORD={A16}
postgres         PGPASSWORD={A16}
mysql            MYSQL_PWD={A16}
rabbit           RABBITMQ_DEFAULT_PASS={A16}
json-password    "password":"{A12}"
json-token       "access_token":"{A40}"
json-refresh     "refresh_token":"{A40}"
json-secret      "client_secret":"{A40}"
json-key         "apiKey":"{h32}"
x-api-key        x-api-key: {h32}
ocp-key          Ocp-Apim-Subscription-Key: {h32}
bearer           Authorization: Bearer {A40}
basic            Authorization: Basic {A30}Og==
token-scheme     Authorization: Token {h40}
digest-response  Authorization: Digest username="u", realm="r", nonce="{h32}", response="{h32}"
cookie           Cookie: session={A32}
set-cookie       Set-Cookie: sid={A32}; Path=/
gitlab-session   _gitlab_session={h32}
csrf             X-CSRF-Token: {A43}
query-key        https://api.example.com/v1?key={A32}
query-token      https://api.example.com/v1?access_token={A32}
query-signature  https://bucket.s3.amazonaws.com/x?X-Amz-Signature={h64}
curl-user        curl -u deploy:{A16} https://example.com
option           run --password {A16}
option-token     run --token {h40}
kebab            secret-key: {A32}
yaml             db_password: {A16}
netrc            machine git.example.com login deploy password {A16}
gocardless       GOCARDLESS_TOKEN=live_{w40}
baseten          BASETEN_API_KEY={A8}.{A32}
segment          SEGMENT_WRITE_KEY={A32}
passphrase       passphrase is {A9}7{A3}
quoted           password "{A12}"
"""

_PART = re.compile(r"\{([A-Za-z])(\d+)\}")


@dataclass(frozen=True, slots=True)
class Member:
    """One made-up key of a family."""

    family: str
    text: str
    """The key, with what announces it in a named family."""
    secrets: tuple[str, ...]
    """The random parts of at least 5 characters; none of them may be readable."""


def members(list: str, seed: int = 0) -> Iterator[Member]:
    """Yield one member of every family of a list; the same ones for the same seed."""
    for line in list.strip().splitlines():
        if line.startswith("#"):
            continue
        family, form = line.split(None, 1)
        yield _member(family, form.strip().replace("\\n", "\n"), random.Random(f"{family} {seed}"))


def _member(family: str, form: str, source: random.Random) -> Member:
    text, done, secrets = "", 0, []
    for part in _PART.finditer(form):
        alphabet, length = ALPHABETS[part[1]], int(part[2])
        made = source.choice(alphabet.replace("_", "").replace("-", "").replace("+", "").replace("/", ""))
        made += "".join(source.choice(alphabet) for _ in range(length - 1))
        if length > 1 and made[-1] in "-_+/":
            made = made[:-1] + "7"
        text += form[done : part.start()] + made
        done = part.end()
        if length >= 5:
            secrets.append(made)
    return Member(family, text + form[done:], tuple(secrets))
