export { kafkaClassPath } from './programs';
export { startKafka, type KafkaOptions, type KafkaSecurity, type KafkaServer } from './start-kafka';
