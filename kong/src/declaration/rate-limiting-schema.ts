import { z } from 'zod';

/** From the shortest to the longest: a longer one may not allow less. */
const periods = ['second', 'minute', 'hour', 'day', 'month', 'year'] as const;

const limit = z.number().gt(0).optional();

const redisConfig = z.strictObject({
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).default(6379),
  timeout: z.int().min(0).default(2000),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  database: z.int().default(0),
  ssl: z.boolean().default(false),
  ssl_verify: z.boolean().default(false),
  server_name: z.string().min(1).optional(),
});

const fields = z.strictObject({
  second: limit,
  minute: limit,
  hour: limit,
  day: limit,
  month: limit,
  year: limit,
  limit_by: z
    .enum(['consumer', 'credential', 'ip', 'service', 'header', 'path'])
    .default('consumer'),
  header_name: z.string().min(1).optional(),
  path: z.string().startsWith('/').optional(),
  policy: z.enum(['local', 'redis']).default('local'),
  fault_tolerant: z.boolean().default(true),
  hide_client_headers: z.boolean().default(false),
  error_code: z.int().default(429),
  error_message: z.string().default('API rate limit exceeded'),
  sync_rate: z.number().default(-1),
  redis: redisConfig.prefault({}),
});

type Fields = z.output<typeof fields>;
type Objection = (path: keyof Fields, message: string) => void;

const checkLimits = (config: Fields, object: Objection): void => {
  const given = periods.filter((period) => config[period] !== undefined);
  if (given.length === 0) object('minute', `is missing: one of ${periods.join(', ')} is needed`);
  given.slice(1).forEach((period, index) => {
    const shorter = given[index] ?? period;
    if ((config[period] ?? 0) < (config[shorter] ?? 0)) {
      object(period, `is lower than the limit of a shorter period, "${shorter}"`);
    }
  });
};

const checkSubject = (config: Fields, object: Objection): void => {
  if (config.limit_by === 'header' && config.header_name === undefined) {
    object('header_name', 'is missing: limit_by is "header"');
  }
  if (config.limit_by === 'path' && config.path === undefined) {
    object('path', 'is missing: limit_by is "path"');
  }
};

const checkPlace = ({ policy, redis, sync_rate: rate }: Fields, object: Objection): void => {
  if (policy === 'redis' && redis.host === undefined) {
    object('redis', 'has no host, and the policy is "redis"');
  }
  if (rate === -1) return;
  if (policy !== 'redis') object('sync_rate', 'is for the policy "redis" only');
  if (rate < 0.02) object('sync_rate', 'is shorter than 0.02 seconds');
};

/** The configuration of `rate-limiting`, with the relations between its fields that Kong asks. */
export const rateLimitingConfig = fields.superRefine((config, context) => {
  const object: Objection = (path, message) =>
    context.addIssue({ code: 'custom', path: [path], message });
  checkLimits(config, object);
  checkSubject(config, object);
  checkPlace(config, object);
});
