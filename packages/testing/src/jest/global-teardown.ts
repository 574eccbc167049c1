import { stopServers } from './global-setup';

// jest looks for a default export here.
export default stopServers;
