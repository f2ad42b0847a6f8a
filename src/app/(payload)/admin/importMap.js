import { TenantField as TenantField_1d0591e3cf4f332c83a86da13a0de59a } from '@payloadcms/plugin-multi-tenant/client'
import { OrderNumberCell as OrderNumberCell_9ba41e733915ba91edcd573b8b030c9f } from '../../../../src/plugins/orders/components/OrderNumberCell.tsx'
import { ShopCell as ShopCell_a29f294ecef2628b82c2b760369432ad } from '../../../../src/ui/cells/ShopCell.tsx'
import { MarketplaceCell as MarketplaceCell_9a1f194dd1d8b65696ce37b86d0f13c4 } from '../../../../src/ui/cells/MarketplaceCell.tsx'
import { SalesSurfaceCell as SalesSurfaceCell_51cbdeb16d7ea1e43c11cffa1c8a31f6 } from '../../../../src/plugins/orders/components/SalesSurfaceCell.tsx'
import { OrderStatusCell as OrderStatusCell_15abe5e6007238c15ec1f203135b7a11 } from '../../../../src/plugins/orders/components/OrderStatusCell.tsx'
import { TimeCell as TimeCell_9dcf39cc150f99e76fee960979df9283 } from '../../../../src/ui/cells/TimeCell.tsx'
import { ShipByCell as ShipByCell_bfd4f007573b0cb591f8584ea1cfa850 } from '../../../../src/plugins/orders/components/ShipByCell.tsx'
import { MoneyCell as MoneyCell_f812ee9b6d10552bea176a11083a07e8 } from '../../../../src/ui/cells/MoneyCell.tsx'
import { OrderStockCell as OrderStockCell_1dc0455fdcf703e93f1d564c072ad034 } from '../../../../src/plugins/orders/components/OrderStockCell.tsx'
import { OrderFilters as OrderFilters_c88c64e1829450d0d4b76f7b829ce347 } from '../../../../src/plugins/orders/components/OrderFilters.tsx'
import { AssignTenantFieldTrigger as AssignTenantFieldTrigger_1d0591e3cf4f332c83a86da13a0de59a } from '@payloadcms/plugin-multi-tenant/client'
import { OrderView as OrderView_d367fb67867afc0d7bb9e9808858545f } from '../../../../src/plugins/orders/components/OrderView.tsx'
import { ProductTitleCell as ProductTitleCell_4bcaa444329e3e2993bbaf38e279c37e } from '../../../../src/plugins/catalog/components/ProductTitleCell.tsx'
import { ProductCell as ProductCell_6594d7c0c02cad630d37d6786e068a13 } from '../../../../src/plugins/catalog/components/ProductCell.tsx'
import { SkuStockCell as SkuStockCell_4fb758d92a98b545d2036c4012ac7bac } from '../../../../src/plugins/catalog/components/SkuStockCell.tsx'
import { ListingTitleCell as ListingTitleCell_da2a093ffaaa1643655fc2732cb69bd6 } from '../../../../src/plugins/catalog/components/ListingTitleCell.tsx'
import { SurfacesCell as SurfacesCell_59585e9c8ddcfe26e966c3681e551ff9 } from '../../../../src/plugins/catalog/components/SurfacesCell.tsx'
import { ListingSurfaces as ListingSurfaces_13790c778661b6bb936e1368c404b47e } from '../../../../src/plugins/catalog/components/ListingSurfaces.tsx'
import { LinkedCell as LinkedCell_dc42de8138bf48347e851603f8ab8afa } from '../../../../src/plugins/catalog/components/LinkedCell.tsx'
import { ListingStatusCell as ListingStatusCell_a5b593ba76c047dc1b8571997c3eac5c } from '../../../../src/plugins/catalog/components/ListingStatusCell.tsx'
import { PublishedCell as PublishedCell_1fcaef262e09fd94d6da98ec0284889a } from '../../../../src/plugins/catalog/components/PublishedCell.tsx'
import { SentenceCell as SentenceCell_f3ab14ca1bc2afc8f23958f27d736a20 } from '../../../../src/ui/cells/SentenceCell.tsx'
import { ListingFilters as ListingFilters_1844ec6ce6fd010e3c8152a6a3fa9ca9 } from '../../../../src/plugins/catalog/components/ListingFilters.tsx'
import { SkuCell as SkuCell_b8add70bc75097d18b4c02fd4ebc6e44 } from '../../../../src/ui/cells/SkuCell.tsx'
import { LocationCell as LocationCell_269a96fb978d96931f05e15b0e317ee8 } from '../../../../src/ui/cells/LocationCell.tsx'
import { OnHandCell as OnHandCell_2d8d00982f8f7f129a13d9975d469c1d } from '../../../../src/plugins/inventory/components/OnHandCell.tsx'
import { NumberCell as NumberCell_764ff1267acbf86ee9c63f465fb1cfdd } from '../../../../src/ui/cells/NumberCell.tsx'
import { AvailableCell as AvailableCell_5166f6221ccba4f653dc4fb6cf4c19b7 } from '../../../../src/plugins/inventory/components/AvailableCell.tsx'
import { PublicationCell as PublicationCell_773a393d6b3342f5f2523415020e9a6e } from '../../../../src/plugins/inventory/components/PublicationCell.tsx'
import { StockFilters as StockFilters_b7298c5186e4429addac8d03944e5418 } from '../../../../src/plugins/inventory/components/StockFilters.tsx'
import { BucketCell as BucketCell_f692ef2963e513b2455923e92376b020 } from '../../../../src/plugins/inventory/components/BucketCell.tsx'
import { ChangeCell as ChangeCell_0e5a7cd3dbf52d117728ddfba0a7b885 } from '../../../../src/plugins/inventory/components/ChangeCell.tsx'
import { MovementTypeCell as MovementTypeCell_4c6ed5763eeaa80b34ab029c6b8f39ce } from '../../../../src/plugins/inventory/components/MovementTypeCell.tsx'
import { WebhookStateCell as WebhookStateCell_e1fd6a8da6c093201361e88b425c5129 } from '../../../../src/ui/cells/WebhookStateCell.tsx'
import { CauseCell as CauseCell_ee4b168156c111e1606dabe4abfefdfc } from '../../../../src/ui/cells/CauseCell.tsx'
import { SyncResultCell as SyncResultCell_844aaa1b9b5e257d476b8f43cff17883 } from '../../../../src/ui/cells/SyncResultCell.tsx'
import { SyncSummaryCell as SyncSummaryCell_b61bb7e54f1d4a9ff07b1ac703dddba6 } from '../../../../src/ui/cells/SyncSummaryCell.tsx'
import { DurationCell as DurationCell_0f78189569221cbe490f15e3b43e5f7e } from '../../../../src/ui/cells/DurationCell.tsx'
import { WatchTenantCollection as WatchTenantCollection_1d0591e3cf4f332c83a86da13a0de59a } from '@payloadcms/plugin-multi-tenant/client'
import { AuditActionCell as AuditActionCell_1c9cd05d8201dc5d5884628b1ccc0115 } from '../../../../src/ui/cells/AuditActionCell.tsx'
import { AuditOutcomeCell as AuditOutcomeCell_80b8f26139c7bc22121fc4accc3a827d } from '../../../../src/ui/cells/AuditOutcomeCell.tsx'
import { Nav as Nav_9cf723272b8fe48d2f849a9754046e44 } from '../../../../src/plugins/today/components/Nav.tsx'
import { StandingBanner as StandingBanner_ee02b919e505212a6f65333fa84bd92b } from '../../../../src/plugins/security/components/StandingBanner.tsx'
import { BellSlot as BellSlot_6803fe0ccf8fe707bc47e50231b569ec } from '../../../../src/plugins/notifications/components/BellSlot.tsx'
import { KanalIcon as KanalIcon_7d10747d750b06b9744e3cafe9181ec1 } from '../../../../src/ui/KanalIcon.tsx'
import { KanalLogo as KanalLogo_b8d6c47ad4aa2e7338e8765385ae15fe } from '../../../../src/ui/KanalLogo.tsx'
import { ToSecondFactor as ToSecondFactor_55931b633271e682d08c1880d607d0e3 } from '../../../../src/plugins/security/components/ToSecondFactor.tsx'
import { BeforeLogin as BeforeLogin_6175e25ffeef26e9125222edb3603471 } from '../../../../src/plugins/today/components/BeforeLogin.tsx'
import { TenantSelector as TenantSelector_d6d5f193a167989e2ee7d14202901e62 } from '@payloadcms/plugin-multi-tenant/rsc'
import { TenantSelectionProvider as TenantSelectionProvider_d6d5f193a167989e2ee7d14202901e62 } from '@payloadcms/plugin-multi-tenant/rsc'
import { StepUpProvider as StepUpProvider_4071215aa3cd720b6d70e55b5fc623e6 } from '../../../../src/ui/step-up/StepUpProvider.tsx'
import { IdleGuard as IdleGuard_5fda1c8b5f6c9146cc5395afab4dda3b } from '../../../../src/plugins/security/components/IdleGuard.tsx'
import { BrowserReports as BrowserReports_12f3251fa8a828f485b9a8665025707c } from '../../../../src/plugins/services/components/BrowserReports.tsx'
import { SecurityView as SecurityView_504d06a88b3151785b42fa788fa0be4f } from '../../../../src/plugins/security/components/SecurityView.tsx'
import { SecondFactorView as SecondFactorView_8e68458ccc2b3310fd2d00845a7ceeec } from '../../../../src/plugins/security/components/SecondFactorView.tsx'
import { IntegrationsView as IntegrationsView_73412b4f23548998abaf4d6935b6f6cb } from '../../../../src/plugins/credentials/components/IntegrationsView.tsx'
import { KeysView as KeysView_ae1bd617a9db55e883b24afc9d6019f1 } from '../../../../src/plugins/credentials/rotation/components/KeysView.tsx'
import { BundlesView as BundlesView_938cc0a2d08fbe773c9bc45240640f58 } from '../../../../src/plugins/bundles/components/BundlesView.tsx'
import { AuditView as AuditView_0e62e4be5381abaf0291cb17ded60632 } from '../../../../src/plugins/audit/components/AuditView.tsx'
import { NotificationsView as NotificationsView_a2354686df8f735fd503359347cde7be } from '../../../../src/plugins/notifications/components/NotificationsView.tsx'
import { Today as Today_210627afe123ff499f43d9a2f43077fb } from '../../../../src/plugins/today/components/Today.tsx'
import { FirstOwner as FirstOwner_460203b81dd4d6d7bb0a99c3ccbb9fb1 } from '../../../../src/plugins/today/components/FirstOwner.tsx'
import { ShopsOverview as ShopsOverview_69bbdc9ccb52004456b38dba80225517 } from '../../../../src/plugins/marketplaces/components/ShopsOverview.tsx'
import { ApiDocsView as ApiDocsView_36c897a881464c6eb00c59a96d282d5b } from '../../../../src/plugins/api-docs/components/ApiDocsView.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "@payloadcms/plugin-multi-tenant/client#TenantField": TenantField_1d0591e3cf4f332c83a86da13a0de59a,
  "/src/plugins/orders/components/OrderNumberCell.tsx#OrderNumberCell": OrderNumberCell_9ba41e733915ba91edcd573b8b030c9f,
  "/src/ui/cells/ShopCell.tsx#ShopCell": ShopCell_a29f294ecef2628b82c2b760369432ad,
  "/src/ui/cells/MarketplaceCell.tsx#MarketplaceCell": MarketplaceCell_9a1f194dd1d8b65696ce37b86d0f13c4,
  "/src/plugins/orders/components/SalesSurfaceCell.tsx#SalesSurfaceCell": SalesSurfaceCell_51cbdeb16d7ea1e43c11cffa1c8a31f6,
  "/src/plugins/orders/components/OrderStatusCell.tsx#OrderStatusCell": OrderStatusCell_15abe5e6007238c15ec1f203135b7a11,
  "/src/ui/cells/TimeCell.tsx#TimeCell": TimeCell_9dcf39cc150f99e76fee960979df9283,
  "/src/plugins/orders/components/ShipByCell.tsx#ShipByCell": ShipByCell_bfd4f007573b0cb591f8584ea1cfa850,
  "/src/ui/cells/MoneyCell.tsx#MoneyCell": MoneyCell_f812ee9b6d10552bea176a11083a07e8,
  "/src/plugins/orders/components/OrderStockCell.tsx#OrderStockCell": OrderStockCell_1dc0455fdcf703e93f1d564c072ad034,
  "/src/plugins/orders/components/OrderFilters.tsx#OrderFilters": OrderFilters_c88c64e1829450d0d4b76f7b829ce347,
  "@payloadcms/plugin-multi-tenant/client#AssignTenantFieldTrigger": AssignTenantFieldTrigger_1d0591e3cf4f332c83a86da13a0de59a,
  "/src/plugins/orders/components/OrderView.tsx#OrderView": OrderView_d367fb67867afc0d7bb9e9808858545f,
  "/src/plugins/catalog/components/ProductTitleCell.tsx#ProductTitleCell": ProductTitleCell_4bcaa444329e3e2993bbaf38e279c37e,
  "/src/plugins/catalog/components/ProductCell.tsx#ProductCell": ProductCell_6594d7c0c02cad630d37d6786e068a13,
  "/src/plugins/catalog/components/SkuStockCell.tsx#SkuStockCell": SkuStockCell_4fb758d92a98b545d2036c4012ac7bac,
  "/src/plugins/catalog/components/ListingTitleCell.tsx#ListingTitleCell": ListingTitleCell_da2a093ffaaa1643655fc2732cb69bd6,
  "/src/plugins/catalog/components/SurfacesCell.tsx#SurfacesCell": SurfacesCell_59585e9c8ddcfe26e966c3681e551ff9,
  "/src/plugins/catalog/components/ListingSurfaces.tsx#ListingSurfaces": ListingSurfaces_13790c778661b6bb936e1368c404b47e,
  "/src/plugins/catalog/components/LinkedCell.tsx#LinkedCell": LinkedCell_dc42de8138bf48347e851603f8ab8afa,
  "/src/plugins/catalog/components/ListingStatusCell.tsx#ListingStatusCell": ListingStatusCell_a5b593ba76c047dc1b8571997c3eac5c,
  "/src/plugins/catalog/components/PublishedCell.tsx#PublishedCell": PublishedCell_1fcaef262e09fd94d6da98ec0284889a,
  "/src/ui/cells/SentenceCell.tsx#SentenceCell": SentenceCell_f3ab14ca1bc2afc8f23958f27d736a20,
  "/src/plugins/catalog/components/ListingFilters.tsx#ListingFilters": ListingFilters_1844ec6ce6fd010e3c8152a6a3fa9ca9,
  "/src/ui/cells/SkuCell.tsx#SkuCell": SkuCell_b8add70bc75097d18b4c02fd4ebc6e44,
  "/src/ui/cells/LocationCell.tsx#LocationCell": LocationCell_269a96fb978d96931f05e15b0e317ee8,
  "/src/plugins/inventory/components/OnHandCell.tsx#OnHandCell": OnHandCell_2d8d00982f8f7f129a13d9975d469c1d,
  "/src/ui/cells/NumberCell.tsx#NumberCell": NumberCell_764ff1267acbf86ee9c63f465fb1cfdd,
  "/src/plugins/inventory/components/AvailableCell.tsx#AvailableCell": AvailableCell_5166f6221ccba4f653dc4fb6cf4c19b7,
  "/src/plugins/inventory/components/PublicationCell.tsx#PublicationCell": PublicationCell_773a393d6b3342f5f2523415020e9a6e,
  "/src/plugins/inventory/components/StockFilters.tsx#StockFilters": StockFilters_b7298c5186e4429addac8d03944e5418,
  "/src/plugins/inventory/components/BucketCell.tsx#BucketCell": BucketCell_f692ef2963e513b2455923e92376b020,
  "/src/plugins/inventory/components/ChangeCell.tsx#ChangeCell": ChangeCell_0e5a7cd3dbf52d117728ddfba0a7b885,
  "/src/plugins/inventory/components/MovementTypeCell.tsx#MovementTypeCell": MovementTypeCell_4c6ed5763eeaa80b34ab029c6b8f39ce,
  "/src/ui/cells/WebhookStateCell.tsx#WebhookStateCell": WebhookStateCell_e1fd6a8da6c093201361e88b425c5129,
  "/src/ui/cells/CauseCell.tsx#CauseCell": CauseCell_ee4b168156c111e1606dabe4abfefdfc,
  "/src/ui/cells/SyncResultCell.tsx#SyncResultCell": SyncResultCell_844aaa1b9b5e257d476b8f43cff17883,
  "/src/ui/cells/SyncSummaryCell.tsx#SyncSummaryCell": SyncSummaryCell_b61bb7e54f1d4a9ff07b1ac703dddba6,
  "/src/ui/cells/DurationCell.tsx#DurationCell": DurationCell_0f78189569221cbe490f15e3b43e5f7e,
  "@payloadcms/plugin-multi-tenant/client#WatchTenantCollection": WatchTenantCollection_1d0591e3cf4f332c83a86da13a0de59a,
  "/src/ui/cells/AuditActionCell.tsx#AuditActionCell": AuditActionCell_1c9cd05d8201dc5d5884628b1ccc0115,
  "/src/ui/cells/AuditOutcomeCell.tsx#AuditOutcomeCell": AuditOutcomeCell_80b8f26139c7bc22121fc4accc3a827d,
  "/src/plugins/today/components/Nav.tsx#Nav": Nav_9cf723272b8fe48d2f849a9754046e44,
  "/src/plugins/security/components/StandingBanner.tsx#StandingBanner": StandingBanner_ee02b919e505212a6f65333fa84bd92b,
  "/src/plugins/notifications/components/BellSlot.tsx#BellSlot": BellSlot_6803fe0ccf8fe707bc47e50231b569ec,
  "/src/ui/KanalIcon.tsx#KanalIcon": KanalIcon_7d10747d750b06b9744e3cafe9181ec1,
  "/src/ui/KanalLogo.tsx#KanalLogo": KanalLogo_b8d6c47ad4aa2e7338e8765385ae15fe,
  "/src/plugins/security/components/ToSecondFactor.tsx#ToSecondFactor": ToSecondFactor_55931b633271e682d08c1880d607d0e3,
  "/src/plugins/today/components/BeforeLogin.tsx#BeforeLogin": BeforeLogin_6175e25ffeef26e9125222edb3603471,
  "@payloadcms/plugin-multi-tenant/rsc#TenantSelector": TenantSelector_d6d5f193a167989e2ee7d14202901e62,
  "@payloadcms/plugin-multi-tenant/rsc#TenantSelectionProvider": TenantSelectionProvider_d6d5f193a167989e2ee7d14202901e62,
  "/src/ui/step-up/StepUpProvider.tsx#StepUpProvider": StepUpProvider_4071215aa3cd720b6d70e55b5fc623e6,
  "/src/plugins/security/components/IdleGuard.tsx#IdleGuard": IdleGuard_5fda1c8b5f6c9146cc5395afab4dda3b,
  "/src/plugins/services/components/BrowserReports.tsx#BrowserReports": BrowserReports_12f3251fa8a828f485b9a8665025707c,
  "/src/plugins/security/components/SecurityView.tsx#SecurityView": SecurityView_504d06a88b3151785b42fa788fa0be4f,
  "/src/plugins/security/components/SecondFactorView.tsx#SecondFactorView": SecondFactorView_8e68458ccc2b3310fd2d00845a7ceeec,
  "/src/plugins/credentials/components/IntegrationsView.tsx#IntegrationsView": IntegrationsView_73412b4f23548998abaf4d6935b6f6cb,
  "/src/plugins/credentials/rotation/components/KeysView.tsx#KeysView": KeysView_ae1bd617a9db55e883b24afc9d6019f1,
  "/src/plugins/bundles/components/BundlesView.tsx#BundlesView": BundlesView_938cc0a2d08fbe773c9bc45240640f58,
  "/src/plugins/audit/components/AuditView.tsx#AuditView": AuditView_0e62e4be5381abaf0291cb17ded60632,
  "/src/plugins/notifications/components/NotificationsView.tsx#NotificationsView": NotificationsView_a2354686df8f735fd503359347cde7be,
  "/src/plugins/today/components/Today.tsx#Today": Today_210627afe123ff499f43d9a2f43077fb,
  "/src/plugins/today/components/FirstOwner.tsx#FirstOwner": FirstOwner_460203b81dd4d6d7bb0a99c3ccbb9fb1,
  "/src/plugins/marketplaces/components/ShopsOverview.tsx#ShopsOverview": ShopsOverview_69bbdc9ccb52004456b38dba80225517,
  "/src/plugins/api-docs/components/ApiDocsView.tsx#ApiDocsView": ApiDocsView_36c897a881464c6eb00c59a96d282d5b,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
