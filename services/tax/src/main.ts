import { runService } from '@accounting/service-host';
import { tax } from './service';
void runService(tax);
