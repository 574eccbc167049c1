import { defineConfig } from 'prisma/config';

// No connection is named: the client is generated from the schema alone and connects through an
// adapter, and migrations are plain SQL.
export default defineConfig({ schema: 'prisma/schema.prisma' });
