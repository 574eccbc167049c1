import { DomainError, type ErrorDefinition, type Violation } from '@accounting/kernel';

/** A file of 10,000 wrong entries is answered with the first mistakes, not with 50,000. */
const violationCountMax = 100;

/** Collects mistakes that are reported together. */
export class ViolationList {
  private readonly violations: Violation[] = [];
  private first: ErrorDefinition | undefined;
  private hasSeveralKinds = false;

  add(field: string, definition: ErrorDefinition, message: string = definition.message): void {
    if (this.violations.length === violationCountMax) return;
    this.first ??= definition;
    this.hasSeveralKinds ||= this.first !== definition;
    this.violations.push({ field, code: definition.code, message });
  }

  get all(): readonly Violation[] {
    return this.violations;
  }

  /** Throws when there are any: under the mistake's own code, or the group's when they differ. */
  throwIfAny(group: ErrorDefinition): void {
    if (this.first === undefined) return;
    const [only] = this.violations;
    throw new DomainError(this.hasSeveralKinds ? group : this.first, {
      violations: this.violations,
      ...(this.violations.length === 1 && only !== undefined ? { message: only.message } : {}),
    });
  }
}
