"""Texts of failed provider calls that OpenCode itself, its provider packages and its AI SDK make (1.2.27 to 1.18.33).

A refusal's own words, as the provider sent them, are in `_provider_texts`.
"""

OWN = (
    "free limit reached",
    "go limit reached",
    "subscribe to opencode go for reliable access",
    "provider authentication failed (",
    "finish_reason: network_error",
    "*http transport failed",
    "no llm route for ",
    "no object generated: ",
    "~json parsing failed: text",
    "*invalid json response",
    "failed to process error response",
    "failed to process successful response",
    "multiple reasoning_opaque values",
    "expected 'id' to be a string",
    "expected 'function.name' to be a string",
    "gitlab duo agent platform access denied",
    "access denied to gitlab ai features",
    "anthropic api error: ",
    "openai api error: ",
    "failed to get refreshed auth data",
    "failed to refresh oidc token",
    "~token exchange failed",
    "azure cli returned an invalid token",
    "stream ended without producing a",
    "request ended without sending any",
    "~text part… not found",
    "reasoning part… not found",
    "received text-delta for missing",
    "received reasoning-delta for missing",
    "received tool-input-delta for missing",
    "delta before start: ",
    "tool input end before start: ",
)
