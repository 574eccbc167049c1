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
 * and writes what people's limits count by. That is the token without its signature: of one content
 * there is one text, while one signature can be written in many ways, and what stands in a
 * counter's name opens nothing.
 */
export const tokenForm = `\
local service = kong.service.request
service.clear_header("Limit_Subject")
local sent = kong.request.get_header("Authorization")
local token, content
if type(sent) == "string" then
  token, content = sent:match("^%s*[Bb]earer%s+(([%w_-]+%.[%w_-]+)%.[%w_-]*)%s*$")
end
if token then
  service.set_header("Authorization", "Bearer " .. token)
  service.set_header("Limit-Subject", content)
else
  service.clear_header("Authorization")
  service.clear_header("Limit-Subject")
end
`;

/** What `pre-function` may hold, in this order: the local gateway does the same in TypeScript. */
export const knownFunctions: readonly string[] = [correlationIdCheck, identityClearing, tokenForm];
