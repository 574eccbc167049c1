import { uuidv7 } from 'uuidv7';

declare const uuidBrand: unique symbol;
declare const companyBrand: unique symbol;
declare const actorBrand: unique symbol;

/** A UUID in canonical lower case, RFC 9562. */
export type Uuid = string & { readonly [uuidBrand]: true };

/** The company whose books are meant; the tenant. */
export type CompanyId = Uuid & { readonly [companyBrand]: true };

/** The person, partner system or service that acts: the token's subject. */
export type ActorId = string & { readonly [actorBrand]: true };

/** Where new identifiers come from; the domain is handed them. */
export type NewUuid = () => Uuid;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const actorPattern = /^[\w.:@-]{1,128}$/;

export const Uuid = {
  /** The identifier in lower case, or `undefined` when the text is no UUID. */
  parse: (text: string): Uuid | undefined => {
    const lower = text.toLowerCase();
    return uuidPattern.test(lower) ? (lower as Uuid) : undefined;
  },
};

export const CompanyId = {
  parse: (text: string): CompanyId | undefined => Uuid.parse(text) as CompanyId | undefined,
};

export const ActorId = {
  /** 1 to 128 letters, digits and `_ . : @ -`. */
  parse: (text: string): ActorId | undefined =>
    actorPattern.test(text) ? (text as ActorId) : undefined,
};

/** A UUID of version 7: time-ordered, so that new rows land at the end of their indexes. */
export const newUuid: NewUuid = () => uuidv7() as Uuid;
