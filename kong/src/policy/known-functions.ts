/**
 * Lua that Kong runs before everything else: lets a client choose its X-Correlation-ID only as 1 to
 * 128 of `[A-Za-z0-9_.:-]`, sent once, and clears any other. A spelling with `_` is cleared always:
 * nginx takes it for the same header. Whoever sends more than a thousand headers chooses nothing.
 */
export const correlationIdCheck = `\
local clear = kong.service.request.clear_header
clear("X_Correlation_ID")
clear("X_Correlation-ID")
clear("X-Correlation_ID")
local headers, truncated = kong.request.get_headers(1000)
local value = headers["x-correlation-id"]
local is_text = type(value) == "string" and #value <= 128
if truncated or not (is_text and value:find("^[A-Za-z0-9_.:-]+$")) then
  clear("X-Correlation-ID")
end
`;

/** Lua that Kong runs before everything else: clears every header by which a client might claim to
 * be somebody. Plugin `jwt` sets those of `identityHeadersOfToken` afterwards. */
export const identityClearing = `\
for _, name in ipairs({
  "X-Consumer-ID", "X-Consumer-Username", "X-Consumer-Custom-ID", "X-Consumer-Groups",
  "X-Credential-Identifier", "X-Credential-Username", "X-Anonymous-Consumer",
  "X-Authenticated-Userid", "X-Authenticated-Scope", "X-Authenticated-Groups",
  "X-Gateway-Secret", "X-Service-Authorization", "X-Forwarded-Client-Cert",
}) do
  kong.service.request.clear_header(name)
end
`;

/** What people's requests are counted by; `tokenForm` writes it, and nobody else can. */
export const limitSubjectHeader = 'Limit-Subject';

/**
 * Lua that Kong runs before everything else: lets one form of a token pass and clears any other,
 * and writes what people's limits count by: who the token is of. A token can be written in many
 * ways and be had as often as one likes; who it is of is what its signature holds, which plugin
 * `jwt` checks before anything is counted.
 */
export const tokenForm = `\
local service = kong.service.request
service.clear_header("Limit_Subject")
service.clear_header("Limit-Subject")
local sent = kong.request.get_header("Authorization")
local token, claims
if type(sent) == "string" then
  token, claims = sent:match("^%s*[Bb]earer%s+([%w_-]+%.([%w_-]+)%.[%w_-]*)%s*$")
end
if token then
  service.set_header("Authorization", "Bearer " .. token)
  local base64 = claims:gsub("-", "+"):gsub("_", "/") .. ("="):rep(-#claims % 4)
  local text = ngx.decode_base64(base64)
  local subject = text and text:match('"sub"%s*:%s*"([%w_-]+)"')
  if subject then
    service.set_header("Limit-Subject", subject)
  end
else
  service.clear_header("Authorization")
end
`;

/** What `pre-function` may hold, in this order: the local gateway does the same in TypeScript. */
export const knownFunctions: readonly string[] = [correlationIdCheck, identityClearing, tokenForm];
