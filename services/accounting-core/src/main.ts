import { runService } from '@accounting/service-host';
import { accountingCore } from './service';
void runService(accountingCore);
