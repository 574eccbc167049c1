export { demonstration } from './demonstration/company';
export { startStack, type RunningService, type Stack, type StackOptions } from './stack';
export { StackError } from './stack-error';
