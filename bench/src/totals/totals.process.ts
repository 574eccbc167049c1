import { runService } from '@accounting/service-host';
import { totals } from './service';

void runService(totals);
