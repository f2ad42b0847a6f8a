/** What the joint platform wants to be called in interfaces for Indonesia; its other names may not be shown. */
export const NAME = 'Tokopedia & Shop'
