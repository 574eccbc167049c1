-- Another transport, or a topic made anew, counts its offsets from the beginning: the place alone
-- does not say which message it was.
ALTER TABLE inbox.dead_letters
  DROP CONSTRAINT dead_letters_consumer_topic_partition_message_offset_key;
CREATE UNIQUE INDEX dead_letters_once ON inbox.dead_letters
  (consumer, topic, partition, message_offset, md5(headers || value));
