/** Lets the newest change of an organisation's orders be found without reading them. */
export const figuresSql = /* sql */ `
create index orders_organisation_updated on orders (organisation_id, updated_at desc);
`

/** Removes everything `figuresSql` made. */
export const figuresDownSql = /* sql */ `
drop index orders_organisation_updated;
`
