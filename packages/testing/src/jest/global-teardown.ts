import { stopKeptServer } from './running-server';

// jest looks for a default export here.
export default stopKeptServer;
