/** The goods of the demo shops: pure data. Codes are the same as in the other stand-ins: the same thing. */

export interface SeedProduct {
  readonly sku: string
  readonly title: string
  readonly description: string
  readonly categoryId: string
  readonly weightKg: string
  readonly optionNames: readonly string[]
  /** Code suffix ('' without variants), option values, price. */
  readonly variants: readonly (readonly [suffix: string, options: readonly string[], price: number])[]
}

const KOPI = '700437'
const BATIK = '601226'
const KERUDUNG = '601739'
const SAMBAL = '700645'
const SKINCARE = '601450'
const RUMAH = '600001'

/** Leaf categories of the stand-in, with the storefronts they may be used on. */
export const CATEGORIES: readonly { readonly id: string; readonly name: string }[] = [
  { id: KOPI, name: 'Kopi' },
  { id: BATIK, name: 'Batik' },
  { id: KERUDUNG, name: 'Kerudung' },
  { id: SAMBAL, name: 'Sambal & Bumbu' },
  { id: SKINCARE, name: 'Perawatan Kulit' },
  { id: RUMAH, name: 'Dekorasi Rumah' },
]

type Variants = SeedProduct['variants']

const varied = (
  sku: string,
  title: string,
  categoryId: string,
  weightKg: string,
  description: string,
  optionNames: readonly string[],
  variants: Variants,
): SeedProduct => ({ sku, title, description, categoryId, weightKg, optionNames, variants })

const simple = (
  sku: string,
  title: string,
  price: number,
  categoryId: string,
  weightKg: string,
  description: string,
): SeedProduct => varied(sku, title, categoryId, weightKg, description, [], [['', [], price]])

const sizes = (colours: readonly (readonly [string, string])[], price: number): Variants =>
  colours.flatMap(([code, colour]) =>
    (['M', 'L', 'XL'] as const).map(
      (size) => [`${code}-${size}`, [colour, size], size === 'XL' ? price + 10_000 : price] as const,
    ),
  )

export const PRODUCTS: readonly SeedProduct[] = [
  varied(
    'KOPI-GAYO',
    'Kopi Arabika Gayo Aceh Sangrai Medium',
    KOPI,
    '0.25',
    'Kopi arabika Gayo, panen tunggal.',
    ['Kemasan', 'Gilingan'],
    [
      ['200-BJ', ['200 g', 'Biji'], 68_000],
      ['200-BB', ['200 g', 'Bubuk'], 68_000],
      ['500-BJ', ['500 g', 'Biji'], 152_000],
      ['500-BB', ['500 g', 'Bubuk'], 152_000],
    ],
  ),
  varied(
    'KOPI-TORAJA',
    'Kopi Toraja Sapan Arabika Pilihan',
    KOPI,
    '0.25',
    'Rasa rempah dan cokelat.',
    ['Kemasan'],
    [
      ['200', ['200 g'], 74_000],
      ['500', ['500 g'], 168_000],
    ],
  ),
  simple(
    'KOPI-KINTAMANI-200',
    'Kopi Bali Kintamani Arabika 200 g',
    71_000,
    KOPI,
    '0.25',
    'Segar dengan rasa jeruk.',
  ),
  simple(
    'KOPI-LAMPUNG-1000',
    'Kopi Robusta Lampung Asli 1 kg',
    98_000,
    KOPI,
    '1.05',
    'Untuk kedai dan warung.',
  ),
  simple(
    'KOPI-SUSU-BTL',
    'Kopi Susu Gula Aren Botol 1 Liter',
    79_000,
    KOPI,
    '1.10',
    'Siap minum, simpan di lemari es.',
  ),
  simple(
    'DRIP-BAG-10',
    'Drip Bag Kopi Nusantara isi 10',
    89_000,
    KOPI,
    '0.20',
    'Sepuluh rasa dari Sabang sampai Merauke.',
  ),
  varied(
    'BATIK-PARANG',
    'Kemeja Batik Parang Lengan Panjang Pria',
    BATIK,
    '0.30',
    'Katun primisima, batik cap Solo.',
    ['Warna', 'Ukuran'],
    sizes(
      [
        ['SGN', 'Sogan'],
        ['NVY', 'Navy'],
      ],
      189_000,
    ),
  ),
  varied(
    'BATIK-KAWUNG',
    'Kemeja Batik Kawung Lengan Pendek',
    BATIK,
    '0.26',
    'Katun adem untuk kerja.',
    ['Ukuran'],
    [
      ['M', ['M'], 145_000],
      ['L', ['L'], 145_000],
      ['XL', ['XL'], 155_000],
      ['XXL', ['XXL'], 165_000],
    ],
  ),
  varied(
    'DASTER-BATIK',
    'Daster Batik Busui Rayon Kancing Depan',
    BATIK,
    '0.25',
    'Rayon lembut.',
    ['Warna'],
    [
      ['MRH', ['Merah Bata'], 62_000],
      ['HJU', ['Hijau Botol'], 62_000],
      ['BRU', ['Biru Dongker'], 62_000],
    ],
  ),
  simple(
    'KAIN-MEGAMENDUNG',
    'Kain Batik Megamendung Cirebon 2 m',
    118_000,
    BATIK,
    '0.35',
    'Kain katun cap, lebar 115 cm.',
  ),
  simple(
    'SARUNG-TENUN',
    'Sarung Tenun Goyor Pemalang Asli',
    235_000,
    BATIK,
    '0.45',
    'Tenun tangan, dingin saat panas.',
  ),
  varied(
    'HIJAB-PASH',
    'Kerudung Pashmina Ceruty Babydoll Premium',
    KERUDUNG,
    '0.12',
    'Ceruty 175 × 75 cm.',
    ['Warna'],
    [
      ['HTM', ['Hitam'], 35_000],
      ['MLO', ['Milo'], 35_000],
      ['DSP', ['Dusty Pink'], 35_000],
      ['SGE', ['Sage'], 35_000],
      ['MRN', ['Maroon'], 35_000],
    ],
  ),
  varied(
    'HIJAB-SEGI4',
    'Kerudung Segi Empat Voal Tegak di Dahi',
    KERUDUNG,
    '0.10',
    'Voal 110 × 110 cm.',
    ['Warna'],
    [
      ['PTH', ['Putih'], 42_000],
      ['ABU', ['Abu'], 42_000],
      ['NVY', ['Navy'], 42_000],
    ],
  ),
  simple(
    'HIJAB-INSTAN',
    'Kerudung Instan Bergo Jersey Harian',
    39_000,
    KERUDUNG,
    '0.15',
    'Langsung pakai, bahan jatuh.',
  ),
  simple(
    'MUKENA-TRAVEL',
    'Mukena Travel Parasut dengan Tas',
    129_000,
    KERUDUNG,
    '0.40',
    'Ringan dan lengkap.',
  ),
  varied(
    'SAMBAL-ROA',
    'Sambal Roa Manado Asli Botol Kaca',
    SAMBAL,
    '0.25',
    'Ikan roa asap asli Manado.',
    ['Pedas'],
    [
      ['SDG', ['Sedang'], 38_000],
      ['PDS', ['Pedas'], 38_000],
    ],
  ),
  simple('SAMBAL-MATAH', 'Sambal Matah Bali Segar 150 g', 32_000, SAMBAL, '0.22', 'Serai dan jeruk limau.'),
  simple('RENDANG-250', 'Rendang Daging Sapi Kemasan 250 g', 85_000, SAMBAL, '0.30', 'Dimasak delapan jam.'),
  simple('KERIPIK-TEMPE', 'Keripik Tempe Sagu Malang 200 g', 22_000, SAMBAL, '0.22', 'Tipis, gurih, renyah.'),
  simple('MADU-HUTAN', 'Madu Hutan Sumbawa Murni 500 ml', 135_000, SAMBAL, '0.75', 'Tanpa gula tambahan.'),
  varied(
    'SERUM-BENGKOANG',
    'Serum Wajah Bengkoang Mencerahkan',
    SKINCARE,
    '0.08',
    'Cocok untuk kulit sensitif. BPOM.',
    ['Ukuran'],
    [
      ['15', ['15 ml'], 49_000],
      ['30', ['30 ml'], 87_000],
    ],
  ),
  simple('SABUN-SEREH', 'Sabun Batang Sereh Kelapa Alami', 18_000, SKINCARE, '0.11', 'Buatan tangan.'),
  simple(
    'SUNSCREEN-50',
    'Sunscreen Ringan SPF 50 Tanpa Noda 40 ml',
    69_000,
    SKINCARE,
    '0.07',
    'Tidak lengket.',
  ),
  varied(
    'TAS-ANYAM',
    'Tas Anyaman Pandan Tasikmalaya',
    RUMAH,
    '0.35',
    'Anyaman tangan.',
    ['Ukuran'],
    [
      ['S', ['Kecil'], 55_000],
      ['B', ['Besar'], 82_000],
    ],
  ),
  simple('TAPLAK-RAJUT', 'Taplak Meja Rajut Bantul 90 cm', 96_000, RUMAH, '0.40', 'Rajutan tangan.'),
]

export interface SeedShop {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly city: string
  readonly province: string
  readonly address: string
  readonly sells: readonly string[] | 'all'
  /** Percent on top of the list price. */
  readonly markup: number
  /** A second place to sell from. */
  readonly secondCity: string
}

export const SHOPS: readonly SeedShop[] = [
  {
    id: '7495812345678901235',
    code: 'IDLCRUNUSA',
    name: 'Rumah Nusantara',
    city: 'Kota Bandung',
    province: 'Jawa Barat',
    address: 'Jl. Cihampelas No. 112',
    sells: 'all',
    markup: 2,
    secondCity: 'Kota Surabaya',
  },
  {
    id: '7495812345678907741',
    code: 'IDLCLAWEYN',
    name: 'Batik Laweyan Live',
    city: 'Kota Surakarta',
    province: 'Jawa Tengah',
    address: 'Jl. Sidoluhur No. 48',
    markup: 4,
    secondCity: '',
    sells: [
      'BATIK-PARANG',
      'BATIK-KAWUNG',
      'DASTER-BATIK',
      'KAIN-MEGAMENDUNG',
      'SARUNG-TENUN',
      'KOPI-GAYO',
      'TAS-ANYAM',
    ],
  },
  {
    id: '7495999000111222333',
    code: 'IDLCAYUSKR',
    name: 'Kerudung Ayu & Sekar',
    city: 'Kota Malang',
    province: 'Jawa Timur',
    address: 'Jl. Ijen No. 21',
    markup: 5,
    secondCity: '',
    sells: [
      'HIJAB-PASH',
      'HIJAB-SEGI4',
      'HIJAB-INSTAN',
      'MUKENA-TRAVEL',
      'SERUM-BENGKOANG',
      'SABUN-SEREH',
      'SUNSCREEN-50',
      'DASTER-BATIK',
    ],
  },
]

/** One consent covers all shops of a seller. */
export const SELLERS = [
  {
    openId: '7010aaBBccDDkanal01',
    name: 'PT Rumah Nusantara',
    shopIds: [SHOPS[0]?.id ?? '', SHOPS[1]?.id ?? ''],
  },
  { openId: '7010aaBBccDDkanal02', name: 'CV Ayu Sekar', shopIds: [SHOPS[2]?.id ?? ''] },
] as const

/** Products of the first shop that are not simply live on both storefronts, by code. */
export const SPECIAL: Readonly<
  Record<
    string,
    Readonly<
      Partial<Record<'TIKTOK_SHOP' | 'TOKOPEDIA', 'ACTIVATE' | 'SELLER_DEACTIVATED' | 'PLATFORM_DEACTIVATED'>>
    >
  >
> = {
  'TAPLAK-RAJUT': { TIKTOK_SHOP: 'SELLER_DEACTIVATED', TOKOPEDIA: 'SELLER_DEACTIVATED' },
  'MADU-HUTAN': { TIKTOK_SHOP: 'PLATFORM_DEACTIVATED' },
  'KOPI-LAMPUNG-1000': { TOKOPEDIA: 'ACTIVATE' },
  'SUNSCREEN-50': { TIKTOK_SHOP: 'ACTIVATE' },
}

export const BUYERS = [
  'Sari W.',
  'Budi S.',
  'Rina A.',
  'Agus P.',
  'Dewi K.',
  'Fajar N.',
  'Maya L.',
  'Hendra G.',
] as const
export const BUYER_CITIES = [
  'Kota Jakarta Selatan',
  'Kota Surabaya',
  'Kota Medan',
  'Kabupaten Sleman',
  'Kota Makassar',
  'Kota Denpasar',
] as const

/** Ways of sending; the last one is the seller's own. */
export const DELIVERY_OPTIONS = [
  {
    id: '7091234567890123401',
    name: 'Pengiriman Reguler',
    type: 'STANDARD',
    shippingType: 'TIKTOK',
    providers: [{ id: '6841743441349706241', name: 'J&T Express' }],
  },
  {
    id: '7091234567890123402',
    name: 'Pengiriman Hemat',
    type: 'ECONOMY',
    shippingType: 'TIKTOK',
    providers: [{ id: '6841743441349706242', name: 'JNE' }],
  },
  {
    id: '7091234567890123409',
    name: 'Dikirim Penjual',
    type: 'SEND_BY_SELLER',
    shippingType: 'SELLER',
    providers: [
      { id: '6841743441349706249', name: 'Kurir Toko' },
      { id: '6841743441349706250', name: 'Paxel' },
    ],
  },
] as const

export const deliveryOption = (id: string) =>
  DELIVERY_OPTIONS.find((option) => option.id === id) ?? DELIVERY_OPTIONS[0]

export const SCOPES = [
  'seller.authorization.info',
  'seller.shop.info',
  'seller.product.basic',
  'seller.product.write',
  'seller.product.delete',
  'seller.order.info',
  'seller.fulfillment.basic',
  'seller.fulfillment.package.write',
  'seller.logistics',
  'seller.delivery.status.write',
  'seller.return_refund.basic',
  'seller.finance.info',
] as const

export type Scope = (typeof SCOPES)[number]
