export * from './generated/accounting/tax/v1/vat_return_events_pb';
export * from './generated/accounting/tax/v1/vat_treatment_events_pb';
