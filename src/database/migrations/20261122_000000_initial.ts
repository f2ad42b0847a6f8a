import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TYPE "public"."enum_orders_status" AS ENUM('unpaid', 'pending', 'to_ship', 'arranged', 'handed_over', 'in_transit', 'delivered', 'completed', 'cancel_requested', 'cancelled', 'returning', 'returned', 'unknown');
  CREATE TYPE "public"."enum_order_status_from" AS ENUM('unpaid', 'pending', 'to_ship', 'arranged', 'handed_over', 'in_transit', 'delivered', 'completed', 'cancel_requested', 'cancelled', 'returning', 'returned', 'unknown');
  CREATE TYPE "public"."enum_order_status_to" AS ENUM('unpaid', 'pending', 'to_ship', 'arranged', 'handed_over', 'in_transit', 'delivered', 'completed', 'cancel_requested', 'cancelled', 'returning', 'returned', 'unknown');
  CREATE TYPE "public"."enum_listings_status" AS ENUM('live', 'unlisted', 'blocked', 'deleted', 'unknown');
  CREATE TYPE "public"."enum_reservations_status" AS ENUM('active', 'consumed', 'released');
  CREATE TYPE "public"."enum_locations_kind" AS ENUM('warehouse', 'transit', 'marketplace', 'quarantine');
  CREATE TYPE "public"."enum_shops_status" AS ENUM('connected', 'reconnect', 'disconnected');
  CREATE TYPE "public"."enum_sync_log_kind" AS ENUM('order', 'stock', 'import', 'poll', 'token', 'webhook');
  CREATE TYPE "public"."enum_sync_log_result" AS ENUM('ok', 'retry', 'failed', 'skipped');
  CREATE TYPE "public"."enum_users_memberships_role" AS ENUM('owner', 'admin', 'staff', 'viewer');
  CREATE TYPE "public"."enum_organisations_time_zone" AS ENUM('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura');
  CREATE TYPE "public"."enum_integrations_status" AS ENUM('draft', 'unverified', 'active', 'degraded', 'failed', 'locked');
  CREATE TABLE "orders" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"external_order_id" varchar NOT NULL,
  	"shop_id" uuid NOT NULL,
  	"marketplace" varchar NOT NULL,
  	"sales_surface" varchar,
  	"status" "enum_orders_status" DEFAULT 'unknown' NOT NULL,
  	"raw_status" varchar NOT NULL,
  	"status_rank" numeric NOT NULL,
  	"remote_updated_at" timestamp(3) with time zone NOT NULL,
  	"placed_at" timestamp(3) with time zone NOT NULL,
  	"paid_at" timestamp(3) with time zone,
  	"ship_by" timestamp(3) with time zone,
  	"total" numeric NOT NULL,
  	"currency" varchar DEFAULT 'IDR' NOT NULL,
  	"buyer_name" varchar,
  	"buyer_note" varchar,
  	"recipient" jsonb,
  	"courier" varchar,
  	"tracking_number" varchar,
  	"cancel_reason" varchar,
  	"short_quantity" numeric DEFAULT 0 NOT NULL,
  	"unlinked_quantity" numeric DEFAULT 0 NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "order_lines" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"order_id" uuid NOT NULL,
  	"external_line_id" varchar NOT NULL,
  	"listing_id" uuid,
  	"sku_id" uuid,
  	"external_item_id" varchar NOT NULL,
  	"external_variant_id" varchar DEFAULT '',
  	"title" varchar NOT NULL,
  	"variant_name" varchar,
  	"seller_sku" varchar,
  	"image_url" varchar,
  	"quantity" numeric NOT NULL,
  	"reserved_quantity" numeric DEFAULT 0 NOT NULL,
  	"short_quantity" numeric DEFAULT 0 NOT NULL,
  	"shipped_quantity" numeric DEFAULT 0 NOT NULL,
  	"cancelled_quantity" numeric DEFAULT 0 NOT NULL,
  	"returned_quantity" numeric DEFAULT 0 NOT NULL,
  	"unit_price" numeric NOT NULL,
  	"currency" varchar DEFAULT 'IDR' NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "order_events" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"order_id" uuid NOT NULL,
  	"sequence" numeric NOT NULL,
  	"from_status" "enum_order_status_from",
  	"to_status" "enum_order_status_to" NOT NULL,
  	"raw_status" varchar,
  	"source" varchar NOT NULL,
  	"remote_updated_at" timestamp(3) with time zone,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "products" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"title" varchar NOT NULL,
  	"description" varchar,
  	"image_id" uuid,
  	"image_url" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "skus" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"code" varchar NOT NULL,
  	"code_normalised" varchar,
  	"name" varchar,
  	"product_id" uuid NOT NULL,
  	"barcode" varchar,
  	"price" numeric,
  	"cost" numeric,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "listings" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"title" varchar NOT NULL,
  	"variant_name" varchar,
  	"shop_id" uuid NOT NULL,
  	"external_item_id" varchar NOT NULL,
  	"external_variant_id" varchar DEFAULT '',
  	"seller_sku" varchar,
  	"sku_id" uuid,
  	"link_source" varchar,
  	"status" "enum_listings_status" DEFAULT 'live' NOT NULL,
  	"raw_status" varchar,
  	"price" numeric,
  	"currency" varchar DEFAULT 'IDR',
  	"image_url" varchar,
  	"observed_quantity" numeric,
  	"pushed_quantity" numeric,
  	"pushed_version" numeric,
  	"pushed_at" timestamp(3) with time zone,
  	"push_error" varchar,
  	"remote_updated_at" timestamp(3) with time zone,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "media" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"alt" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"url" varchar,
  	"thumbnail_u_r_l" varchar,
  	"filename" varchar,
  	"mime_type" varchar,
  	"filesize" numeric,
  	"width" numeric,
  	"height" numeric,
  	"focal_x" numeric,
  	"focal_y" numeric,
  	"sizes_thumbnail_url" varchar,
  	"sizes_thumbnail_width" numeric,
  	"sizes_thumbnail_height" numeric,
  	"sizes_thumbnail_mime_type" varchar,
  	"sizes_thumbnail_filesize" numeric,
  	"sizes_thumbnail_filename" varchar
  );
  
  CREATE TABLE "stock_levels" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"sku_id" uuid NOT NULL,
  	"location_id" uuid NOT NULL,
  	"on_hand" numeric DEFAULT 0 NOT NULL,
  	"reserved" numeric DEFAULT 0 NOT NULL,
  	"campaign_reserved" numeric DEFAULT 0 NOT NULL,
  	"incoming" numeric DEFAULT 0 NOT NULL,
  	"available" numeric,
  	"version" numeric DEFAULT 0 NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "stock_movements" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"sku_id" uuid NOT NULL,
  	"location_id" uuid NOT NULL,
  	"bucket" varchar NOT NULL,
  	"delta" numeric NOT NULL,
  	"type" varchar NOT NULL,
  	"ref_type" varchar NOT NULL,
  	"ref_id" varchar NOT NULL,
  	"ref_line" varchar DEFAULT '' NOT NULL,
  	"ref_seq" numeric DEFAULT 0 NOT NULL,
  	"level_version" numeric NOT NULL,
  	"actor" varchar,
  	"reason" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "reservations" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"sku_id" uuid NOT NULL,
  	"location_id" uuid NOT NULL,
  	"order_line_id" uuid NOT NULL,
  	"quantity" numeric NOT NULL,
  	"status" "enum_reservations_status" DEFAULT 'active' NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "locations" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"code" varchar NOT NULL,
  	"name" varchar NOT NULL,
  	"kind" "enum_locations_kind" DEFAULT 'warehouse' NOT NULL,
  	"is_default" boolean DEFAULT false,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "shops" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"name" varchar NOT NULL,
  	"marketplace" varchar NOT NULL,
  	"external_shop_id" varchar NOT NULL,
  	"region" varchar,
  	"status" "enum_shops_status" DEFAULT 'connected' NOT NULL,
  	"status_cause" varchar,
  	"integration_id" uuid NOT NULL,
  	"details" jsonb,
  	"access_expires_at" timestamp(3) with time zone,
  	"consent_expires_at" timestamp(3) with time zone,
  	"last_order_sync_at" timestamp(3) with time zone,
  	"last_import_at" timestamp(3) with time zone,
  	"reserve_unpaid" boolean DEFAULT true,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "webhook_inbox" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"received_at" timestamp(3) with time zone NOT NULL,
  	"marketplace" varchar NOT NULL,
  	"integration_id" uuid NOT NULL,
  	"external_shop_id" varchar,
  	"shop_id" uuid,
  	"event_key" varchar NOT NULL,
  	"topic" varchar NOT NULL,
  	"attempts" numeric DEFAULT 0 NOT NULL,
  	"processed_at" timestamp(3) with time zone,
  	"error" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "sync_log" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"shop_id" uuid,
  	"listing_id" uuid,
  	"kind" "enum_sync_log_kind" NOT NULL,
  	"result" "enum_sync_log_result" NOT NULL,
  	"summary" varchar NOT NULL,
  	"reference" varchar,
  	"before" varchar,
  	"after" varchar,
  	"cause" varchar,
  	"request_id" varchar,
  	"duration_ms" numeric,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "users_memberships" (
  	"_order" integer NOT NULL,
  	"_parent_id" uuid NOT NULL,
  	"id" varchar PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"role" "enum_users_memberships_role" DEFAULT 'viewer'
  );
  
  CREATE TABLE "users_sessions" (
  	"_order" integer NOT NULL,
  	"_parent_id" uuid NOT NULL,
  	"id" varchar PRIMARY KEY NOT NULL,
  	"created_at" timestamp(3) with time zone,
  	"expires_at" timestamp(3) with time zone NOT NULL
  );
  
  CREATE TABLE "users" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"name" varchar NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"email" varchar NOT NULL,
  	"reset_password_token" varchar,
  	"reset_password_expiration" timestamp(3) with time zone,
  	"salt" varchar,
  	"hash" varchar,
  	"reset_password_requested_at" timestamp(3) with time zone,
  	"login_attempts" numeric DEFAULT 0,
  	"lock_until" timestamp(3) with time zone
  );
  
  CREATE TABLE "organisations" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"name" varchar NOT NULL,
  	"time_zone" "enum_organisations_time_zone" DEFAULT 'Asia/Jakarta' NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "integrations" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"marketplace" varchar NOT NULL,
  	"environment" varchar NOT NULL,
  	"status" "enum_integrations_status" DEFAULT 'draft' NOT NULL,
  	"last_tested_at" timestamp(3) with time zone,
  	"last_verdict" varchar,
  	"last_cause" varchar,
  	"last_used_at" timestamp(3) with time zone,
  	"version" numeric DEFAULT 0 NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "audit_events" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"organisation_id" uuid,
  	"actor_type" varchar NOT NULL,
  	"actor_id" varchar,
  	"actor_label" varchar,
  	"action" varchar NOT NULL,
  	"target_type" varchar NOT NULL,
  	"target_id" varchar,
  	"target_label" varchar,
  	"outcome" varchar NOT NULL,
  	"reason" varchar,
  	"fields" jsonb,
  	"ip" varchar,
  	"user_agent" varchar,
  	"request_id" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payload_kv" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"key" varchar NOT NULL,
  	"data" jsonb NOT NULL
  );
  
  CREATE TABLE "payload_preferences" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"key" varchar,
  	"value" jsonb,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payload_preferences_rels" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer,
  	"parent_id" uuid NOT NULL,
  	"path" varchar NOT NULL,
  	"users_id" uuid
  );
  
  CREATE TABLE "payload_migrations" (
  	"id" uuid PRIMARY KEY NOT NULL,
  	"name" varchar,
  	"batch" numeric,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  ALTER TABLE "orders" ADD CONSTRAINT "orders_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "orders" ADD CONSTRAINT "orders_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_listing_id_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."listings"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_sku_id_skus_id_fk" FOREIGN KEY ("sku_id") REFERENCES "public"."skus"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "order_events" ADD CONSTRAINT "order_events_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "products" ADD CONSTRAINT "products_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "products" ADD CONSTRAINT "products_image_id_media_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."media"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "skus" ADD CONSTRAINT "skus_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "skus" ADD CONSTRAINT "skus_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "listings" ADD CONSTRAINT "listings_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "listings" ADD CONSTRAINT "listings_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "listings" ADD CONSTRAINT "listings_sku_id_skus_id_fk" FOREIGN KEY ("sku_id") REFERENCES "public"."skus"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "media" ADD CONSTRAINT "media_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_sku_id_skus_id_fk" FOREIGN KEY ("sku_id") REFERENCES "public"."skus"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_sku_id_skus_id_fk" FOREIGN KEY ("sku_id") REFERENCES "public"."skus"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "reservations" ADD CONSTRAINT "reservations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "reservations" ADD CONSTRAINT "reservations_sku_id_skus_id_fk" FOREIGN KEY ("sku_id") REFERENCES "public"."skus"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "reservations" ADD CONSTRAINT "reservations_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "reservations" ADD CONSTRAINT "reservations_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "locations" ADD CONSTRAINT "locations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "shops" ADD CONSTRAINT "shops_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "shops" ADD CONSTRAINT "shops_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "webhook_inbox" ADD CONSTRAINT "webhook_inbox_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "webhook_inbox" ADD CONSTRAINT "webhook_inbox_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "webhook_inbox" ADD CONSTRAINT "webhook_inbox_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "sync_log" ADD CONSTRAINT "sync_log_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "sync_log" ADD CONSTRAINT "sync_log_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "sync_log" ADD CONSTRAINT "sync_log_listing_id_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."listings"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "users_memberships" ADD CONSTRAINT "users_memberships_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "users_memberships" ADD CONSTRAINT "users_memberships_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "users_sessions" ADD CONSTRAINT "users_sessions_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "integrations" ADD CONSTRAINT "integrations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payload_preferences_rels" ADD CONSTRAINT "payload_preferences_rels_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."payload_preferences"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payload_preferences_rels" ADD CONSTRAINT "payload_preferences_rels_users_fk" FOREIGN KEY ("users_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "orders_organisation_idx" ON "orders" USING btree ("organisation_id");
  CREATE INDEX "orders_shop_idx" ON "orders" USING btree ("shop_id");
  CREATE INDEX "orders_tracking_number_idx" ON "orders" USING btree ("tracking_number");
  CREATE INDEX "orders_updated_at_idx" ON "orders" USING btree ("updated_at");
  CREATE INDEX "orders_created_at_idx" ON "orders" USING btree ("created_at");
  CREATE UNIQUE INDEX "shop_externalOrderId_idx" ON "orders" USING btree ("shop_id","external_order_id");
  CREATE INDEX "organisation_status_placedAt_idx" ON "orders" USING btree ("organisation_id","status","placed_at");
  CREATE INDEX "organisation_placedAt_idx" ON "orders" USING btree ("organisation_id","placed_at");
  CREATE INDEX "order_lines_organisation_idx" ON "order_lines" USING btree ("organisation_id");
  CREATE INDEX "order_lines_order_idx" ON "order_lines" USING btree ("order_id");
  CREATE INDEX "order_lines_listing_idx" ON "order_lines" USING btree ("listing_id");
  CREATE INDEX "order_lines_sku_idx" ON "order_lines" USING btree ("sku_id");
  CREATE INDEX "order_lines_updated_at_idx" ON "order_lines" USING btree ("updated_at");
  CREATE INDEX "order_lines_created_at_idx" ON "order_lines" USING btree ("created_at");
  CREATE UNIQUE INDEX "order_externalLineId_idx" ON "order_lines" USING btree ("order_id","external_line_id");
  CREATE INDEX "order_events_organisation_idx" ON "order_events" USING btree ("organisation_id");
  CREATE INDEX "order_events_order_idx" ON "order_events" USING btree ("order_id");
  CREATE INDEX "order_events_updated_at_idx" ON "order_events" USING btree ("updated_at");
  CREATE INDEX "order_events_created_at_idx" ON "order_events" USING btree ("created_at");
  CREATE UNIQUE INDEX "order_sequence_idx" ON "order_events" USING btree ("order_id","sequence");
  CREATE INDEX "products_organisation_idx" ON "products" USING btree ("organisation_id");
  CREATE INDEX "products_image_idx" ON "products" USING btree ("image_id");
  CREATE INDEX "products_updated_at_idx" ON "products" USING btree ("updated_at");
  CREATE INDEX "products_created_at_idx" ON "products" USING btree ("created_at");
  CREATE INDEX "organisation_updatedAt_idx" ON "products" USING btree ("organisation_id","updated_at");
  CREATE INDEX "skus_organisation_idx" ON "skus" USING btree ("organisation_id");
  CREATE INDEX "skus_product_idx" ON "skus" USING btree ("product_id");
  CREATE INDEX "skus_updated_at_idx" ON "skus" USING btree ("updated_at");
  CREATE INDEX "skus_created_at_idx" ON "skus" USING btree ("created_at");
  CREATE UNIQUE INDEX "organisation_codeNormalised_idx" ON "skus" USING btree ("organisation_id","code_normalised");
  CREATE INDEX "organisation_product_idx" ON "skus" USING btree ("organisation_id","product_id");
  CREATE INDEX "listings_organisation_idx" ON "listings" USING btree ("organisation_id");
  CREATE INDEX "listings_shop_idx" ON "listings" USING btree ("shop_id");
  CREATE INDEX "listings_sku_idx" ON "listings" USING btree ("sku_id");
  CREATE INDEX "listings_updated_at_idx" ON "listings" USING btree ("updated_at");
  CREATE INDEX "listings_created_at_idx" ON "listings" USING btree ("created_at");
  CREATE UNIQUE INDEX "shop_externalItemId_externalVariantId_idx" ON "listings" USING btree ("shop_id","external_item_id","external_variant_id");
  CREATE INDEX "organisation_sku_idx" ON "listings" USING btree ("organisation_id","sku_id");
  CREATE INDEX "organisation_status_idx" ON "listings" USING btree ("organisation_id","status");
  CREATE INDEX "media_organisation_idx" ON "media" USING btree ("organisation_id");
  CREATE INDEX "media_updated_at_idx" ON "media" USING btree ("updated_at");
  CREATE INDEX "media_created_at_idx" ON "media" USING btree ("created_at");
  CREATE UNIQUE INDEX "media_filename_idx" ON "media" USING btree ("filename");
  CREATE INDEX "media_sizes_thumbnail_sizes_thumbnail_filename_idx" ON "media" USING btree ("sizes_thumbnail_filename");
  CREATE INDEX "stock_levels_organisation_idx" ON "stock_levels" USING btree ("organisation_id");
  CREATE INDEX "stock_levels_sku_idx" ON "stock_levels" USING btree ("sku_id");
  CREATE INDEX "stock_levels_location_idx" ON "stock_levels" USING btree ("location_id");
  CREATE INDEX "stock_levels_updated_at_idx" ON "stock_levels" USING btree ("updated_at");
  CREATE INDEX "stock_levels_created_at_idx" ON "stock_levels" USING btree ("created_at");
  CREATE UNIQUE INDEX "organisation_sku_location_idx" ON "stock_levels" USING btree ("organisation_id","sku_id","location_id");
  CREATE INDEX "stock_movements_organisation_idx" ON "stock_movements" USING btree ("organisation_id");
  CREATE INDEX "stock_movements_sku_idx" ON "stock_movements" USING btree ("sku_id");
  CREATE INDEX "stock_movements_location_idx" ON "stock_movements" USING btree ("location_id");
  CREATE INDEX "stock_movements_updated_at_idx" ON "stock_movements" USING btree ("updated_at");
  CREATE INDEX "stock_movements_created_at_idx" ON "stock_movements" USING btree ("created_at");
  CREATE INDEX "organisation_createdAt_idx" ON "stock_movements" USING btree ("organisation_id","created_at");
  CREATE INDEX "reservations_organisation_idx" ON "reservations" USING btree ("organisation_id");
  CREATE INDEX "reservations_sku_idx" ON "reservations" USING btree ("sku_id");
  CREATE INDEX "reservations_location_idx" ON "reservations" USING btree ("location_id");
  CREATE INDEX "reservations_order_line_idx" ON "reservations" USING btree ("order_line_id");
  CREATE INDEX "reservations_updated_at_idx" ON "reservations" USING btree ("updated_at");
  CREATE INDEX "reservations_created_at_idx" ON "reservations" USING btree ("created_at");
  CREATE INDEX "organisation_status_1_idx" ON "reservations" USING btree ("organisation_id","status");
  CREATE INDEX "locations_organisation_idx" ON "locations" USING btree ("organisation_id");
  CREATE INDEX "locations_updated_at_idx" ON "locations" USING btree ("updated_at");
  CREATE INDEX "locations_created_at_idx" ON "locations" USING btree ("created_at");
  CREATE UNIQUE INDEX "organisation_code_idx" ON "locations" USING btree ("organisation_id","code");
  CREATE INDEX "shops_organisation_idx" ON "shops" USING btree ("organisation_id");
  CREATE INDEX "shops_external_shop_id_idx" ON "shops" USING btree ("external_shop_id");
  CREATE INDEX "shops_integration_idx" ON "shops" USING btree ("integration_id");
  CREATE INDEX "shops_updated_at_idx" ON "shops" USING btree ("updated_at");
  CREATE INDEX "shops_created_at_idx" ON "shops" USING btree ("created_at");
  CREATE INDEX "organisation_status_2_idx" ON "shops" USING btree ("organisation_id","status");
  CREATE INDEX "organisation_marketplace_externalShopId_idx" ON "shops" USING btree ("organisation_id","marketplace","external_shop_id");
  CREATE INDEX "webhook_inbox_organisation_idx" ON "webhook_inbox" USING btree ("organisation_id");
  CREATE INDEX "webhook_inbox_integration_idx" ON "webhook_inbox" USING btree ("integration_id");
  CREATE INDEX "webhook_inbox_shop_idx" ON "webhook_inbox" USING btree ("shop_id");
  CREATE INDEX "webhook_inbox_updated_at_idx" ON "webhook_inbox" USING btree ("updated_at");
  CREATE INDEX "webhook_inbox_created_at_idx" ON "webhook_inbox" USING btree ("created_at");
  CREATE UNIQUE INDEX "integration_eventKey_idx" ON "webhook_inbox" USING btree ("integration_id","event_key");
  CREATE INDEX "organisation_receivedAt_idx" ON "webhook_inbox" USING btree ("organisation_id","received_at");
  CREATE INDEX "sync_log_organisation_idx" ON "sync_log" USING btree ("organisation_id");
  CREATE INDEX "sync_log_shop_idx" ON "sync_log" USING btree ("shop_id");
  CREATE INDEX "sync_log_listing_idx" ON "sync_log" USING btree ("listing_id");
  CREATE INDEX "sync_log_updated_at_idx" ON "sync_log" USING btree ("updated_at");
  CREATE INDEX "sync_log_created_at_idx" ON "sync_log" USING btree ("created_at");
  CREATE INDEX "organisation_createdAt_1_idx" ON "sync_log" USING btree ("organisation_id","created_at");
  CREATE INDEX "organisation_reference_idx" ON "sync_log" USING btree ("organisation_id","reference");
  CREATE INDEX "users_memberships_order_idx" ON "users_memberships" USING btree ("_order");
  CREATE INDEX "users_memberships_parent_id_idx" ON "users_memberships" USING btree ("_parent_id");
  CREATE INDEX "users_memberships_organisation_idx" ON "users_memberships" USING btree ("organisation_id");
  CREATE INDEX "users_sessions_order_idx" ON "users_sessions" USING btree ("_order");
  CREATE INDEX "users_sessions_parent_id_idx" ON "users_sessions" USING btree ("_parent_id");
  CREATE INDEX "users_updated_at_idx" ON "users" USING btree ("updated_at");
  CREATE INDEX "users_created_at_idx" ON "users" USING btree ("created_at");
  CREATE UNIQUE INDEX "users_email_idx" ON "users" USING btree ("email");
  CREATE INDEX "organisations_updated_at_idx" ON "organisations" USING btree ("updated_at");
  CREATE INDEX "organisations_created_at_idx" ON "organisations" USING btree ("created_at");
  CREATE INDEX "integrations_organisation_idx" ON "integrations" USING btree ("organisation_id");
  CREATE INDEX "integrations_updated_at_idx" ON "integrations" USING btree ("updated_at");
  CREATE INDEX "integrations_created_at_idx" ON "integrations" USING btree ("created_at");
  CREATE UNIQUE INDEX "organisation_marketplace_idx" ON "integrations" USING btree ("organisation_id","marketplace");
  CREATE INDEX "audit_events_organisation_idx" ON "audit_events" USING btree ("organisation_id");
  CREATE INDEX "audit_events_action_idx" ON "audit_events" USING btree ("action");
  CREATE INDEX "audit_events_updated_at_idx" ON "audit_events" USING btree ("updated_at");
  CREATE INDEX "audit_events_created_at_idx" ON "audit_events" USING btree ("created_at");
  CREATE INDEX "organisation_createdAt_2_idx" ON "audit_events" USING btree ("organisation_id","created_at");
  CREATE UNIQUE INDEX "payload_kv_key_idx" ON "payload_kv" USING btree ("key");
  CREATE INDEX "payload_preferences_key_idx" ON "payload_preferences" USING btree ("key");
  CREATE INDEX "payload_preferences_updated_at_idx" ON "payload_preferences" USING btree ("updated_at");
  CREATE INDEX "payload_preferences_created_at_idx" ON "payload_preferences" USING btree ("created_at");
  CREATE INDEX "payload_preferences_rels_order_idx" ON "payload_preferences_rels" USING btree ("order");
  CREATE INDEX "payload_preferences_rels_parent_idx" ON "payload_preferences_rels" USING btree ("parent_id");
  CREATE INDEX "payload_preferences_rels_path_idx" ON "payload_preferences_rels" USING btree ("path");
  CREATE INDEX "payload_preferences_rels_users_id_idx" ON "payload_preferences_rels" USING btree ("users_id");
  CREATE INDEX "payload_migrations_updated_at_idx" ON "payload_migrations" USING btree ("updated_at");
  CREATE INDEX "payload_migrations_created_at_idx" ON "payload_migrations" USING btree ("created_at");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP TABLE "orders" CASCADE;
  DROP TABLE "order_lines" CASCADE;
  DROP TABLE "order_events" CASCADE;
  DROP TABLE "products" CASCADE;
  DROP TABLE "skus" CASCADE;
  DROP TABLE "listings" CASCADE;
  DROP TABLE "media" CASCADE;
  DROP TABLE "stock_levels" CASCADE;
  DROP TABLE "stock_movements" CASCADE;
  DROP TABLE "reservations" CASCADE;
  DROP TABLE "locations" CASCADE;
  DROP TABLE "shops" CASCADE;
  DROP TABLE "webhook_inbox" CASCADE;
  DROP TABLE "sync_log" CASCADE;
  DROP TABLE "users_memberships" CASCADE;
  DROP TABLE "users_sessions" CASCADE;
  DROP TABLE "users" CASCADE;
  DROP TABLE "organisations" CASCADE;
  DROP TABLE "integrations" CASCADE;
  DROP TABLE "audit_events" CASCADE;
  DROP TABLE "payload_kv" CASCADE;
  DROP TABLE "payload_preferences" CASCADE;
  DROP TABLE "payload_preferences_rels" CASCADE;
  DROP TABLE "payload_migrations" CASCADE;
  DROP TYPE "public"."enum_orders_status";
  DROP TYPE "public"."enum_order_status_from";
  DROP TYPE "public"."enum_order_status_to";
  DROP TYPE "public"."enum_listings_status";
  DROP TYPE "public"."enum_reservations_status";
  DROP TYPE "public"."enum_locations_kind";
  DROP TYPE "public"."enum_shops_status";
  DROP TYPE "public"."enum_sync_log_kind";
  DROP TYPE "public"."enum_sync_log_result";
  DROP TYPE "public"."enum_users_memberships_role";
  DROP TYPE "public"."enum_organisations_time_zone";
  DROP TYPE "public"."enum_integrations_status";`)
}
