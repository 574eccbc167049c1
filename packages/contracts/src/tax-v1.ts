export * from './generated/accounting/tax/v1/vat_return_events_pb';
