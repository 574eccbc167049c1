import { consumerContract } from './consumer-contract';
import { postgresBus } from './postgres-bus';
import { transportContract } from './transport-contract';

transportContract('PostgreSQL', postgresBus);
consumerContract('PostgreSQL', postgresBus);
