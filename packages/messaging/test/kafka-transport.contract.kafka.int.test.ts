import { consumerContract } from './consumer-contract';
import { kafkaBus } from './kafka-bus';
import { transportContract } from './transport-contract';

transportContract('Kafka', kafkaBus);
consumerContract('Kafka', kafkaBus);
