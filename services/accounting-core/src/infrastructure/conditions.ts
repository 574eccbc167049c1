/** Conditions of one statement, and the values they refer to: these never become text. */
export class Conditions {
  private readonly texts: string[] = [];

  /** Values of the statement so far: of another part of it, when they are given. */
  constructor(readonly values: unknown[] = []) {}

  /** Keeps a value and returns its placeholder. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${String(this.values.length)}`;
  }

  /** Adds a condition unless its value is absent; `text` is given the placeholder. */
  add(value: unknown, text: (placeholder: string) => string): this {
    if (value !== undefined) this.texts.push(text(this.bind(value)));
    return this;
  }

  addText(text: string): this {
    this.texts.push(text);
    return this;
  }

  toString(): string {
    return this.texts.join(' AND ');
  }
}
