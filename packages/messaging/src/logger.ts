/** What this package needs of a logger; a pino logger is one. */
export interface MessagingLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
