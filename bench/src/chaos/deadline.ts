/** The gateway gives a service thirty seconds, and itself a moment. */
export const deadlineMs = 35_000;
