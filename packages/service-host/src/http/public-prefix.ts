/** All public routes of all services live below it. */
export const publicPrefix = '/api/v1';

/** Routes for other services live below it; the gateway leads nobody there. */
export const internalPrefix = '/internal/v1';
