export * from './generated/accounting/compliance/v1/company_events_pb';
export * from './generated/accounting/compliance/v1/duty_events_pb';
export * from './generated/accounting/compliance/v1/membership_events_pb';
export * from './generated/accounting/compliance/v1/partner_events_pb';
export * from './generated/accounting/compliance/v1/policy_events_pb';
export * from './generated/accounting/compliance/v1/role_events_pb';
