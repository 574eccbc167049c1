import type { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AccountReceipt } from '../../application/account-use-cases';
import type { AccountView, Page } from '../../application/ports';
import { accountOrders, accountTypes, normalBalances } from './enums.mapping';
import { fieldsOf, pageFields, versioned, withoutNulls } from './messages.mapping';

export const accountReceipt = (receipt: AccountReceipt) => ({ receipt: versioned(receipt) });

export const account = (view: AccountView): MessageInitShape<typeof v1.AccountSchema> => ({
  ...versioned(withoutNulls(view)),
  type: accountTypes.toProto(view.type),
  normalBalance: normalBalances.toProto(view.normalBalance),
});

export const accountPage = ({ items, next = '' }: Page<AccountView>) => ({
  accounts: items.map(account),
  next,
});

export const newAccountFields = (request: v1.CreateAccountRequest) => ({
  ...fieldsOf(request),
  type: accountTypes.toName(request.type),
  normalBalance: normalBalances.toName(request.normalBalance),
});

export const accountFilterFields = (request: v1.ListAccountsRequest) => ({
  ...fieldsOf(request),
  ...pageFields(request),
  type: accountTypes.toName(request.type),
  sort: accountOrders.toName(request.sort),
  // The schema is that of a query string, which knows texts only.
  isActive: request.isActive?.toString(),
  isPostable: request.isPostable?.toString(),
});
