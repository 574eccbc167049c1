import { runService } from '@accounting/service-host';
import { compliance } from './service';
void runService(compliance);
