import type { Warehouse } from './model.ts'

/** The demo shops: pure data. */

export interface SeedShop {
  readonly shopId: number
  readonly name: string
  readonly description: string
  readonly city: string
  readonly state: string
  readonly address: string
  readonly zipcode: string
  /** Codes of the goods it sells; the same code in two shops is the same thing. */
  readonly sells: readonly string[] | 'all'
  /** Percent on top of the list price. */
  readonly markup: number
  /** Places the shop keeps stock in; empty for an ordinary shop. */
  readonly warehouses: readonly Warehouse[]
}

export const MAIN_ACCOUNT_ID = 2147600101

export const SHOPS: readonly SeedShop[] = [
  {
    shopId: 2214711701,
    name: 'Rumah Nusantara Official',
    description: 'Kopi, batik, kerudung, sambal dan perawatan kulit dari seluruh Indonesia.',
    city: 'KOTA BANDUNG',
    state: 'JAWA BARAT',
    address: 'Jl. Cihampelas No. 112',
    zipcode: '40131',
    sells: 'all',
    markup: 0,
    warehouses: [],
  },
  {
    shopId: 2358240916,
    name: 'Dapur & Batik Laweyan',
    description: 'Batik Solo dan bumbu dapur rumahan.',
    city: 'KOTA SURAKARTA',
    state: 'JAWA TENGAH',
    address: 'Jl. Sidoluhur No. 48, Laweyan',
    zipcode: '57148',
    sells: [
      'KOPI-GAYO',
      'KOPI-TORAJA',
      'BATIK-PARANG',
      'BATIK-KAWUNG',
      'DASTER-BATIK',
      'KAIN-MEGAMENDUNG',
      'SARUNG-TENUN',
      'SAMBAL-ROA',
      'SAMBAL-MATAH',
      'SAMBAL-BAWANG',
      'RENDANG-250',
      'KERIPIK-TEMPE',
      'MADU-HUTAN',
      'TAS-ANYAM',
    ],
    markup: 3,
    warehouses: [],
  },
  {
    shopId: 2471903355,
    name: 'Kerudung Ayu & Sekar Skincare',
    description: 'Kerudung harian dan perawatan kulit dari bahan alami.',
    city: 'KOTA MALANG',
    state: 'JAWA TIMUR',
    address: 'Jl. Ijen No. 21',
    zipcode: '65119',
    sells: [
      'HIJAB-PASH',
      'HIJAB-SEGI4',
      'HIJAB-INSTAN',
      'CIPUT-RAJUT',
      'MUKENA-TRAVEL',
      'SERUM-BENGKOANG',
      'SABUN-SEREH',
      'LULUR-BOREH',
      'SUNSCREEN-50',
      'MINYAK-VCO-250',
      'DASTER-BATIK',
      'KOPI-GAYO',
    ],
    markup: 5,
    warehouses: [],
  },
  {
    shopId: 2533018442,
    name: 'Gudang Nusantara (Multi-Gudang)',
    description: 'Kopi, sambal, dan perlengkapan rumah dari gudang Cikarang dan Sidoarjo.',
    city: 'KAB. BEKASI',
    state: 'JAWA BARAT',
    address: 'Kawasan Industri Jababeka Blok C-12',
    zipcode: '17530',
    sells: ['KOPI-GAYO', 'KOPI-TORAJA', 'SAMBAL-ROA', 'SAMBAL-BAWANG', 'TAS-ANYAM', 'DASTER-BATIK'],
    markup: 2,
    warehouses: [
      {
        warehouseId: 3_300_101,
        locationId: 'ID1CKRG',
        name: 'Gudang Cikarang',
        city: 'KAB. BEKASI',
        address: 'Kawasan Industri Jababeka Blok C-12',
      },
      {
        warehouseId: 3_300_102,
        locationId: 'ID2SDRJ',
        name: 'Gudang Sidoarjo',
        city: 'KAB. SIDOARJO',
        address: 'Jl. Raya Buduran No. 7',
      },
    ],
  },
]
