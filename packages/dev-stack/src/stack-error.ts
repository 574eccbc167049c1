/** Something that the person at the keyboard can put right; the message says how. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
