"""Keys and tokens with a known form: the beginning of each family, and what follows it.

A key with a rare beginning may be cut short in a message, so its length may vary. A key whose beginning also occurs in ordinary
words (``pa-``, ``s.``) must have the length that the vendor uses, and a digit. The beginning is searched as a literal first, so a
text without keys costs no regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

_W, _A, _L, _X, _U, _B = "[A-Za-z0-9_-]", "[A-Za-z0-9]", "[a-z0-9]", "[0-9a-f]", "[A-Z0-9]", "[A-Za-z0-9+/]"
_END = r"(?![A-Za-z0-9])"
_DIGIT = r"(?=[A-Za-z_-]{0,64}[0-9])"
_FREE = r"(?:(?<=\\[nrt])|(?<![A-Za-z0-9]))"
_UUID = rf"{_X}{{8}}(?:-{_X}{{4}}){{3}}-{_X}{{12}}"

_BEGINNINGS = {
    # providers of models, and what agents call
    "rqsty-sk-": rf"{_B}{{20,}}", "lsv2_": rf"(?:pt|sk)_{_W}{{16,}}",  # before the families whose beginning stands inside these
    "sk-": rf"{_W}{{8,}}",  # OpenAI, Anthropic, OpenRouter, DeepSeek, Moonshot, DashScope, LiteLLM, Stability, Langfuse, Helicone
    "sess-": rf"{_DIGIT}{_A}{{32,}}", "vck_": rf"{_A}{{20,}}", "gsk_": rf"{_W}{{16,}}", "xai-": rf"{_DIGIT}{_W}{{16,}}",
    "pplx-": rf"{_DIGIT}{_W}{{16,}}", "fw_": rf"{_DIGIT}{_W}{{16,}}", "tgp_v1_": rf"{_W}{{16,}}", "csk-": rf"{_DIGIT}{_W}{{16,}}",
    "hf_": rf"(?:{_DIGIT}{_W}{{16,}}|{_A}{{30,}})", "api_org_": rf"{_A}{{20,}}", "r8_": rf"{_DIGIT}{_W}{{16,}}",
    "nvapi-": rf"{_W}{{16,}}", "AIza": rf"{_W}{{20,}}", "AQ.Ab": rf"{_W}{{20,}}", "ABSK": rf"{_B}{{60,}}={{0,2}}",
    "bedrock-api-key-": rf"{_B}{{20,}}={{0,2}}", "tid=": rf"{_X}{{16,}};[\w=;.:~+/-]{{16,4096}}",
    "sk_": rf"(?:{_X}{{32,}}{_END}|(?:live|test|prod)_{_W}{{8,}}|{_DIGIT}{_W}{{40,}})",  # ElevenLabs, Stripe, Clerk, WorkOS, Novita
    "pa-": rf"{_DIGIT}{_W}{{43}}(?!{_W})", "jina_": rf"{_DIGIT}{_W}{{16,}}", "fc-": rf"{_X}{{32}}{_END}", "tvly-": rf"{_DIGIT}{_W}{{16,}}",
    "BSA": rf"{_DIGIT}{_W}{{24,36}}(?!{_W})", "flp_": rf"{_A}{{30,}}", "pcsk_": rf"{_W}{{20,}}", "fal_": rf"{_DIGIT}{_W}{{16,}}",
    "ctx7sk-": rf"{_W}{{16,}}", "e2b_": rf"{_X}{{32,}}", "ak-": rf"{_DIGIT}{_A}{{22}}(?!{_W})", "as-": rf"{_DIGIT}{_A}{{22}}(?!{_W})",
    "wandb_v1_": rf"{_W}{{20,}}", "cpk_": rf"{_X}{{32}}\.{_X}{{32}}\.{_A}{{16,}}", "m0-": rf"{_DIGIT}{_A}{{40}}{_END}",
    "ak_": rf"(?=[a-z0-9_-]{{0,40}}[A-Z]){_W}{{20,36}}(?!{_W})",  # Composio, ngrok
    "apify_api_": rf"{_A}{{20,}}", "bb_live_": rf"{_W}{{16,}}", "unkey_": rf"{_DIGIT}{_A}{{16,}}",
    # hosts of code, builds, packages
    **{f"gh{kind}_": rf"{_A}{{16,}}" for kind in "pousr"}, "github_pat_": r"\w{16,}", "GR1348941": rf"{_W}{{16,}}",
    **{
        f"gl{kind}-": rf"{_W}{{16,}}(?:\.[0-9a-z]{{2,9}}){{0,2}}"
        for kind in ("pat", "dt", "rt", "ptt", "soat", "cbt", "agent", "oas", "ft", "imt", "ffct", "wt")
    },
    "gitlab_session=": rf"{_A}{{16,}}", "ATBB": rf"{_A}{{24,}}", "ATCTT3": r"[\w=-]{12,}", "ATATT3": r"[\w=-]{12,}", "npm_": rf"{_DIGIT}{_W}{{16,}}",
    "pypi-": rf"{_DIGIT}{_W}{{16,}}", "rubygems_": rf"{_X}{{16,}}", "oy2": rf"{_L}{{43}}{_END}", "cio": rf"{_DIGIT}{_A}{{32}}{_END}",
    "CLOJARS_": rf"{_L}{{30,}}", "dckr_": rf"(?:pat|oat)_{_W}{{12,}}", "AKCp": rf"{_A}{{40,}}", "cmVmd": rf"{_A}{{59}}{_END}",
    "CCIPAT_": rf"{_W}{{20,}}", "CCIPRJ_": rf"{_W}{{20,}}", "bkua_": rf"{_X}{{32,}}", **{f"sq{kind}_": rf"{_X}{{40}}{_END}" for kind in "upa"},
    "snyk_": rf"[su]at\.{_X}{{8}}\.{_W}{{16,}}",
    "sgp_": rf"(?:(?:{_X}{{16}}|local)_)?{_X}{{40}}{_END}", "lin_": rf"(?:api|oauth)_{_A}{{12,}}",
    "pat.": rf"{_W}{{22}}\.{_A}{{24}}\.{_A}{{20}}", "sat.": rf"{_W}{{22}}\.{_A}{{24}}\.{_A}{{20}}", "API-": rf"{_DIGIT}{_U}{{26,}}{_END}",
    "sdk-": _UUID, "api-": _UUID, "mob-": _UUID, "PMAK-": rf"{_W}{{16,}}", "PMAT-": rf"{_U}{{20,}}", "ico-": rf"{_DIGIT}{_A}{{32}}{_END}",
    "pnu_": rf"{_A}{{30,}}", "pnb_": rf"{_A}{{30,}}", "pul-": rf"{_X}{{16,}}", "tk-us-": rf"{_W}{{40,}}",
    **{f"dp.{kind}.": r"[A-Za-z0-9_.]{12,}" for kind in ("pt", "st", "ct", "scim", "audit", "sa")}, "st.": rf"{_X}{{24}}\.{_X}{{32}}\.{_X}{{32}}",
    "ops_eyJ": rf"{_B}{{40,}}", "A3-": rf"{_U}{{6}}(?:-{_U}{{5,11}}){{4,5}}", **{f"hv{kind}.": rf"{_W}{{16,}}" for kind in "sbr"},
    "s.": rf"{_DIGIT}{_A}{{24}}(?![\w.])", "AGE-SECRET-KEY-1": rf"{_U}{{16,}}",
    # clouds and hosting
    **{f"A{kind}": rf"{_U}{{16}}(?!{_U})" for kind in ("KIA", "SIA", "BIA", "CCA")}, "A3T": rf"{_U}{{17}}(?!{_U})",
    "ya29.": rf"{_W}{{10,}}", "GOCSPX-": rf"{_W}{{10,}}", "1//0": rf"{_W}{{40,}}", "LTAI": rf"{_DIGIT}{_A}{{12,24}}{_END}",
    "AKID": rf"{_DIGIT}{_A}{{24,44}}{_END}", "AQVN": rf"{_W}{{30,}}", "t1.": rf"{_W}{{16,}}={{0,2}}\.{_W}{{60,}}", "YCAJE": rf"{_W}{{30,}}",
    **{f"do{kind}_v1_": rf"{_X}{{16,}}" for kind in "por"}, "v1.0-": rf"{_X}{{24}}-{_X}{{40,}}", "fo1_": rf"{_W}{{40,}}",
    **{f"fm{kind}_": rf"{_B}{{60,}}={{0,3}}" for kind in ("1r", "1a", "2")}, "HRKU-": rf"{_W}{{12,}}", "rnd_": rf"{_DIGIT}{_A}{{26,}}",
    "nfp_": rf"{_A}{{16,}}", **{f"vc{kind}_": rf"{_A}{{24,}}" for kind in "piar"}, "vercel_blob_rw_": rf"{_A}{{8,}}_{_A}{{16,}}",
    "napi_": rf"{_DIGIT}{_L}{{40,}}", **{f"pscale_{kind}_": r"[\w.=-]{12,}" for kind in ("tkn", "pw", "oauth")}, "sbp_": rf"{_A}{{16,}}",
    "sb_secret_": rf"{_W}{{12,}}", "dapi": rf"{_X}{{16,}}(?:-\d)?", "4b1d": rf"(?=[0-9a-f]{{0,38}}[g-zA-Z]){_A}{{38}}{_END}", "AVNS_": rf"{_W}{{16,}}",
    "sha256~": rf"{_W}{{30,}}", "tskey-": rf"{_W}{{12,}}", "dnkey-": rf"{_W}{{40,}}", "SCW": rf"(?=[A-Z]{{0,16}}[0-9]){_U}{{17}}{_END}",
    "akab-": rf"{_L}{{16}}-{_L}{{16}}", "shp": rf"(?:at|ca|pa|ss)_{_A}{{16,}}",
    # messages, mail, payment, monitoring, and what else has an API
    "xox": rf"[a-z](?:-|\.xox[a-z]-){_W}{{8,}}", "xapp-": rf"{_W}{{8,}}", "SK": rf"{_X}{{32}}{_END}", "AC": rf"{_X}{{32}}{_END}",
    "SG.": rf"{_W}{{16,64}}\.{_W}{{16,}}", "key-": rf"{_DIGIT}{_W}{{16,}}", "key_": rf"{_DIGIT}{_W}{{16,}}", "pubkey-": rf"{_X}{{32}}{_END}",
    "mlsn.": rf"{_X}{{32,}}", "xkeysib-": rf"{_W}{{16,}}", "xsmtpsib-": rf"{_W}{{16,}}", "re_": rf"{_DIGIT}{_A}{{6,12}}_{_A}{{20,}}",
    **{f"{kind}k_{mode}_": rf"{_A}{{8,}}" for kind in "pr" for mode in ("live", "test", "prod")}, "whsec_": rf"{_A}{{8,}}", "EAA": rf"{_W}{{40,}}",
    "sq0atp-": rf"{_W}{{12,}}", "sq0csp-": rf"{_W}{{12,}}", "access_token$": rf"(?:production|sandbox)\${_L}{{8,}}\${_X}{{16,}}",
    "FLW": rf"(?:SECK|PUBK)(?:_TEST)?-{_L}{{12,}}(?:-X)?", "rzp_": rf"(?:live|test)_{_A}{{14,}}",
    **{f"access-{mode}-": _UUID for mode in ("sandbox", "development", "production")}, "shippo_": rf"(?:live|test)_{_X}{{30,}}",
    "EZAK": rf"{_A}{{40,}}", "EZTK": rf"{_A}{{40,}}", "duffel_": rf"(?:live|test)_{_W}{{30,}}", "IGQV": rf"{_W}{{60,}}", "ntn_": rf"{_A}{{16,}}",
    "secret_": rf"{_A}{{40,}}", "pat": rf"{_A}{{14}}\.{_X}{{40,}}", "figd_": rf"{_W}{{16,}}", "tfp_": r"[\w.=-]{40,}",
    **{f"pat-{place}-": r"[0-9a-f-]{12,}" for place in ("na1", "na2", "eu1")}, "CFPAT-": rf"{_W}{{30,}}", "rdme_": rf"{_L}{{40,}}",
    "fio-u-": rf"{_W}{{40,}}", "sl.": rf"(?:u\.)?{_W}{{100,}}", "p8e-": rf"{_L}{{32}}{_END}", "s-s4t2": rf"(?:ud|af)-{_X}{{40,}}",
    **{f"sm_{kind}_": rf"{_A}{{16}}{_END}" for kind in ("pat", "aat", "sat")}, "sk.eyJ": rf"{_A}{{20,}}\.{_W}{{16,}}", "pk.eyJ": rf"{_A}{{20,}}\.{_W}{{16,}}",
    "phc_": rf"{_A}{{30,}}", "phx_": rf"{_A}{{30,}}", "sntrys_": r"[A-Za-z0-9+/=_-]{16,}", "sntryu_": rf"{_A}{{16,}}",
    "glsa_": r"\w{16,}", "glc_": r"[A-Za-z0-9+/=_-]{16,}", "eyJrIjoi": rf"{_A}{{40,}}={{0,3}}", "NRAK-": rf"{_U}{{12,}}", "NRJS-": rf"{_A}{{12,}}",
    "NRII-": rf"{_W}{{12,}}", "dt0c01.": rf"{_U}{{16,}}\.{_U}{{30,}}", "dt0s": rf"\d\d\.{_U}{{8,}}\.{_U}{{30,}}", "hcaik_": rf"{_L}{{30,}}",
    "xaat-": _UUID, "xapt-": _UUID, "cu_": rf"{_X}{{32}}{_END}", "waka_": _UUID, "cal_": rf"(?:live_)?{_X}{{32}}{_END}",
    "BBFF-": rf"{_A}{{20,}}", "samsara_api_": rf"{_A}{{20,}}", "eyJ": rf"{_W}{{8,4096}}\.{_W}{{0,65536}}(?:\.{_W}{{0,65536}}){{1,3}}|{_W}{{8,4096}}\.{_W}{{4,}}",
    "$2": r"[abxy]\$\d\d\$[./A-Za-z0-9]{53}",
}  # fmt: skip
"""The beginning of the keys of each vendor, and what follows."""

_INSIDE = {
    ".atlasv1.": rf"{_FREE}{_A}{{14}}\.atlasv1\.[\w=-]{{40,}}",  # Terraform Cloud
    "Q~": r"(?:(?<=\\[nrt])|(?<![\w.~-]))[\w.~]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])",  # Azure AD
    "AZDO": rf"{_FREE}{_A}{{76}}AZDO{_A}{{4}}{_END}",  # Azure DevOps
    "-us": rf"{_FREE}{_X}{{32}}-us\d\d?{_END}",  # Mailchimp
    "NRAL": rf"{_FREE}{_X}{{36}}NRAL{_END}",  # New Relic
    "_mmk": rf"{_FREE}{_A}{{6}}_{_A}{{29}}_mmk{_END}",  # MaxMind
    ".acc": rf"{_FREE}(?:sc|ext|scauth|authress)_{_L}{{5,30}}\.{_L}{{4,6}}\.acc[_-][a-z0-9-]{{10,32}}\.[A-Za-z0-9+/_=-]{{30,120}}",
    "AccountKey=": rf"(?<=AccountKey=){_B}{{40,88}}={{0,2}}",  # Azure Storage
    "PRIVATE KEY": r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    "Private-Lines:": r"(?<=Private-Lines:)\s{0,4}\d.*?(?:Private-(?:MAC|Hash):[ \t]{0,4}[0-9A-Fa-f]{8,128}|\Z)",  # PuTTY
}
"""Families that are recognised by the middle or the end of a key."""


@cache
def _begun(begin: str, rest: str) -> re.Pattern[str]:
    """Compile a family when a text first contains its beginning.

    The pattern starts with that beginning, so that the engine can jump to it, and no word may be before it. A word begins behind
    an escaped line break or tab, although a letter is before it.
    """
    literal = re.escape(begin)
    return re.compile(rf"{literal}(?:(?<=\\[nrt]{literal})|(?<![A-Za-z0-9]{literal}))(?:{rest})")


_SIGNS = {
    r"/(?<=\d/)\d{16}/": rf"(?:(?<=\\[nrt])|(?<![\w/]))\d/\d{{16}}/\d{{16}}:{_X}{{32}}",  # Asana
    rf"\.(?<={_X}{{8}}\.){_A}{{16}}": rf"{_FREE}{_X}{{32}}\.(?=[A-Za-z]{{0,15}}\d)(?=[a-z0-9]{{0,15}}[A-Z]){_A}{{16}}(?![\w.])",  # Z.ai
    rf"\.(?<={_W}{{23}}\.){_W}{{6}}\.": rf"{_FREE}[MNO](?=[A-Za-z_-]{{0,24}}\d){_W}{{23,27}}\.{_W}{{6}}\.{_W}{{27,38}}(?!{_W})",  # Discord
    rf":(?<=\d{{6}}:){_W}{{30}}": rf"(?:{_FREE}|(?<=/bot))\d{{6,12}}:{_W}{{30,64}}(?!{_W})",  # Telegram
}  # fmt: skip
"""Families without a literal: a quick search for the sign in their middle, and the pattern of the whole key."""

_inside = cache(partial(re.compile, flags=re.DOTALL))
_BY_SIGN = tuple((re.compile(sign), re.compile(pattern)) for sign, pattern in _SIGNS.items())
_STARTS = re.compile(_FREE + r"(?=([A-Za-z0-9$][A-Za-z0-9./-])[\w~$./:+=;-]{8})")
_BY_START: dict[str, list[tuple[str, str]]] = {}
for _begin, _rest in _BEGINNINGS.items():
    _BY_START.setdefault(_begin[:2], []).append((_begin, _rest))
_ORDER = {start: order for order, start in enumerate(_BY_START)}


def hide_tokens(text: str, hide: Callable[[str], str]) -> str:
    """Return `text` with every key that has a form of its own replaced by what `hide` returns for it."""
    for middle, inside in _INSIDE.items():
        if middle in text:
            text = _inside(inside).sub(lambda match: hide(match.group()), text)
    for sign, pattern in _BY_SIGN:
        if sign.search(text):
            text = pattern.sub(lambda match: hide(match.group()), text)
    for start in sorted(_BY_START.keys() & set(_STARTS.findall(text)), key=_ORDER.__getitem__):
        for begin, rest in _BY_START[start]:
            if begin in text:
                text = _begun(begin, rest).sub(lambda match: hide(match.group()), text)
    return text
