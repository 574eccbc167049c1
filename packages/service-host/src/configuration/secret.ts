import { inspect } from 'node:util';

/** A value that must not reach a log: every way of printing it gives `***`. */
export class Secret<Value = string> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The value itself, for the one call that needs it. */
  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}
