/** All public routes of all services live below it. */
export const publicPrefix = '/api/v1';
