/** How a person is reached and called; rows, never facts, so that they can be erased. */
export interface EmailAddress {
  /** As it was written, without the space around it. */
  readonly address: string;
  /** The same for every way of writing it: compared, unique, and never sent to. */
  readonly key: string;
}

const addressLengthMax = 254;
const nameLengthMax = 200;

/** What could end a header line or a list of addresses is no part of an address here. */
const addressPattern = /^[^\s@<>()[\],;:"\\\p{C}]{1,64}@[^\s@<>()[\],;:"\\\p{C}]{1,253}$/u;
const namePattern = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;

/** The key under which an address would be known, whatever the text is. */
export const emailKeyOf = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

/**
 * The address, or `undefined` when the text cannot be one. Upper case and compatible characters do
 * not make another address: nobody gives two people mailboxes that differ in nothing else.
 */
export const parseEmailAddress = (text: string): EmailAddress | undefined => {
  const address = text.trim().normalize('NFC');
  const key = emailKeyOf(text);
  const isAddress = [address, key].every(
    (each) => each.length <= addressLengthMax && addressPattern.test(each),
  );
  return isAddress ? { address, key } : undefined;
};

/** The name without space around it, or `undefined` unless it is 1 to 200 visible characters. */
export const parseDisplayName = (text: string): string | undefined => {
  const name = text.trim().normalize('NFC');
  return name.length <= nameLengthMax && namePattern.test(name) ? name : undefined;
};
