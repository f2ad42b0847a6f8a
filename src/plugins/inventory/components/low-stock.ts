/** Available units at or below which a level is called low. */
export const LOW_STOCK = 5
