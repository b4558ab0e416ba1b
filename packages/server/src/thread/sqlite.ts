import '@bigpanda/datastore/dialect/thread';
