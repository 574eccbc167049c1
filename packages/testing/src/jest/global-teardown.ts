import { stopServer } from './global-setup';

// jest looks for a default export here.
export default stopServer;
