/** Text for a LIKE pattern in which it means nothing but itself. Prisma does not do this either. */
export const literalPattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
