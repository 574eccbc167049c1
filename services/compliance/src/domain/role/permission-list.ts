import type { Mistake } from '../violations';
import { errors } from './errors';
import { isKnownPermission } from './permission-catalogue';

/** What is wrong with a list of permissions: none, unknown ones, one twice. */
export const permissionMistakes = (
  permissions: readonly string[],
  field: string,
): readonly Mistake[] => {
  if (permissions.length === 0) return [{ field, definition: errors.permissionsMissing }];
  return permissions.flatMap((permission, index) => {
    const place = `${field}[${String(index)}]`;
    if (!isKnownPermission(permission)) {
      return [{ field: place, definition: errors.permissionUnknown }];
    }
    const isRepeated = permissions.indexOf(permission) < index;
    return isRepeated ? [{ field: place, definition: errors.permissionRepeated }] : [];
  });
};
