import { z } from 'zod';
import { gatewayProtocols, name, tags } from './scalars';
import { rateLimitingConfig } from './rate-limiting-schema';

const flag = (standard: boolean) => z.boolean().default(standard);
const texts = z.array(z.string().min(1));
const listOf = (standard: readonly string[] = []) => texts.default([...standard]);
const headerName = z.string().regex(/^[A-Za-z0-9_-]+$/, 'is not the name of a header');
/** Kong splits at the first colon. */
const pair = z.string().regex(/^[^:]+:.*$/, 'is not "name:value"');
const pairs = z.array(pair).default([]);

const jwtConfig = z
  .strictObject({
    uri_param_names: listOf(['jwt']),
    cookie_names: listOf(),
    header_names: listOf(['authorization']),
    key_claim_name: z.string().default('iss'),
    secret_is_base64: flag(false),
    claims_to_verify: z.array(z.enum(['exp', 'nbf'])).optional(),
    maximum_expiration: z.int().min(0).max(31_536_000).default(0),
    anonymous: z.string().optional(),
    run_on_preflight: flag(true),
    realm: z.string().optional(),
  })
  .refine(
    ({ maximum_expiration: seconds, claims_to_verify: claims }) =>
      seconds === 0 || claims?.includes('exp') === true,
    { path: ['maximum_expiration'], message: 'above 0 needs "exp" in claims_to_verify' },
  );

const requestSizeLimitingConfig = z.strictObject({
  allowed_payload_size: z.int().default(128),
  size_unit: z.enum(['megabytes', 'kilobytes', 'bytes']).default('megabytes'),
  require_content_length: flag(false),
});

const corsMethods = [
  ...['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'],
] as const;

const corsConfig = z.strictObject({
  origins: texts.optional(),
  methods: z.array(z.enum(corsMethods)).default([...corsMethods]),
  headers: texts.optional(),
  exposed_headers: texts.optional(),
  credentials: flag(false),
  max_age: z.number().optional(),
  preflight_continue: flag(false),
  private_network: flag(false),
});

const correlationIdConfig = z.strictObject({
  header_name: headerName.default('Kong-Request-ID'),
  generator: z.enum(['uuid', 'uuid#counter', 'tracker']).default('uuid#counter'),
  echo_downstream: flag(false),
});

const prometheusConfig = z.strictObject({
  per_consumer: flag(false),
  status_code_metrics: flag(false),
  latency_metrics: flag(false),
  bandwidth_metrics: flag(false),
  upstream_health_metrics: flag(false),
  ai_metrics: flag(false),
});

const removedParts = z
  .strictObject({ headers: listOf(), querystring: listOf(), body: listOf() })
  .prefault({});
const writtenParts = z.strictObject({ headers: pairs, querystring: pairs, body: pairs });

const requestTransformerConfig = z.strictObject({
  http_method: z.string().optional(),
  remove: removedParts,
  rename: writtenParts.prefault({}),
  replace: writtenParts.extend({ uri: z.string().optional() }).prefault({}),
  add: writtenParts.prefault({}),
  append: writtenParts.prefault({}),
});

/** Kong's `json` operations are left out: they re-encode amounts, so nothing may use them. */
const answerHeaders = z.strictObject({ headers: pairs }).prefault({});

const responseTransformerConfig = z.strictObject({
  remove: z.strictObject({ headers: listOf() }).prefault({}),
  rename: answerHeaders,
  replace: answerHeaders,
  add: answerHeaders,
  append: answerHeaders,
});

const requestTerminationConfig = z
  .strictObject({
    status_code: z.int().min(100).max(599).default(503),
    message: z.string().optional(),
    content_type: z.string().optional(),
    body: z.string().optional(),
    echo: flag(false),
    trigger: headerName.optional(),
  })
  .refine(({ message, content_type: type, body }) => !(message && (type ?? body)), {
    path: ['message'],
    message: 'cannot be used with content_type or body',
  })
  .refine(({ content_type: type, body }) => !type || body, {
    path: ['content_type'],
    message: 'needs a body',
  })
  .refine(({ echo, content_type: type, body }) => !(echo && (type ?? body)), {
    path: ['echo'],
    message: 'cannot be used with content_type or body',
  });

const phase = z.array(z.string()).default([]);

const preFunctionConfig = z
  .strictObject({
    certificate: phase,
    rewrite: phase,
    access: phase,
    header_filter: phase,
    body_filter: phase,
    log: phase,
  })
  .refine((phases) => Object.values(phases).some((functions) => functions.length > 0), {
    message: 'has no function in any phase',
  });

const grpcWebConfig = z.strictObject({
  proto: z.string().optional(),
  pass_stripped_path: z.boolean().optional(),
  allow_origin_header: z.string().default('*'),
});

/** Where an instance applies, and whether; `service`, `route` and `consumer` are names. */
const envelope = {
  id: z.uuid().optional(),
  instance_name: name.optional(),
  enabled: flag(true),
  protocols: z
    .array(z.enum(gatewayProtocols))
    .min(1)
    .default([...gatewayProtocols]),
  service: name.optional(),
  route: name.optional(),
  consumer: z.string().min(1).optional(),
  tags,
};

const plugin = <Name extends string, Config extends z.ZodType>(pluginName: Name, config: Config) =>
  z.strictObject({ ...envelope, name: z.literal(pluginName), config });

/**
 * A plugin as it stands in a declaration, by its name. Kong bundles more; one that is not here is
 * refused, because the local gateway could not enforce it.
 */
export const pluginSchema = z.discriminatedUnion(
  'name',
  [
    plugin('jwt', jwtConfig.prefault({})),
    plugin('rate-limiting', rateLimitingConfig),
    plugin('request-size-limiting', requestSizeLimitingConfig.prefault({})),
    plugin('cors', corsConfig.prefault({})),
    plugin('correlation-id', correlationIdConfig.prefault({})),
    plugin('prometheus', prometheusConfig.prefault({})),
    plugin('request-transformer', requestTransformerConfig.prefault({})),
    plugin('response-transformer', responseTransformerConfig.prefault({})),
    plugin('request-termination', requestTerminationConfig.prefault({})),
    plugin('pre-function', preFunctionConfig),
    plugin('grpc-web', grpcWebConfig.prefault({})),
  ],
  { error: 'is no plugin that we know' },
);

/** Plugins that Kong does not let belong to a consumer: they run before one is known. */
export const pluginsWithoutConsumer: readonly string[] = [
  ...['jwt', 'cors', 'prometheus', 'pre-function'],
];
