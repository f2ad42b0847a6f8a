/** The goods of the demo shops: pure data. */

export interface SeedVariant {
  readonly sku: string
  readonly options: readonly string[]
  readonly price: number
}

export interface SeedProduct {
  readonly sku: string
  readonly name: string
  readonly description: string
  readonly categoryId: number
  readonly brand: string
  readonly weight: string
  /** Price when the product has no variants. */
  readonly price: number
  readonly tierNames: readonly string[]
  readonly variants: readonly SeedVariant[]
}

const KOPI = 100869
const BATIK = 100557
const KERUDUNG = 101006
const SAMBAL = 100852
const SKINCARE = 100664
const RUMAH = 100721

function simple(
  sku: string,
  name: string,
  price: number,
  categoryId: number,
  weight: string,
  description: string,
  brand = 'NoBrand',
): SeedProduct {
  return { sku, name, description, categoryId, brand, weight, price, tierNames: [], variants: [] }
}

function varied(
  sku: string,
  name: string,
  categoryId: number,
  weight: string,
  description: string,
  tierNames: readonly string[],
  variants: readonly (readonly [suffix: string, options: readonly string[], price: number])[],
  brand = 'NoBrand',
): SeedProduct {
  return {
    sku,
    name,
    description,
    categoryId,
    brand,
    weight,
    price: 0,
    tierNames,
    variants: variants.map(([suffix, options, price]) => ({ sku: `${sku}-${suffix}`, options, price })),
  }
}

const SIZES: readonly (readonly [string, number])[] = [
  ['M', 0],
  ['L', 0],
  ['XL', 10_000],
]

function sizes(colours: readonly (readonly [code: string, name: string])[], price: number) {
  return colours.flatMap(([code, colour]) =>
    SIZES.map(([size, more]) => [`${code}-${size}`, [colour, size], price + more] as const),
  )
}

export const PRODUCTS: readonly SeedProduct[] = [
  varied(
    'KOPI-GAYO',
    'Kopi Arabika Gayo Aceh',
    KOPI,
    '0.25',
    'Kopi arabika Gayo, panen tunggal, sangrai medium.',
    ['Kemasan', 'Gilingan'],
    [
      ['200-BJ', ['200 g', 'Biji'], 68_000],
      ['200-BB', ['200 g', 'Bubuk'], 68_000],
      ['500-BJ', ['500 g', 'Biji'], 152_000],
      ['500-BB', ['500 g', 'Bubuk'], 152_000],
    ],
    'Rumah Nusantara',
  ),
  varied(
    'KOPI-TORAJA',
    'Kopi Toraja Sapan',
    KOPI,
    '0.25',
    'Arabika Toraja dengan rasa rempah dan cokelat.',
    ['Kemasan'],
    [
      ['200', ['200 g'], 74_000],
      ['500', ['500 g'], 168_000],
    ],
    'Rumah Nusantara',
  ),
  simple(
    'KOPI-KINTAMANI-200',
    'Kopi Bali Kintamani 200 g',
    71_000,
    KOPI,
    '0.25',
    'Arabika Kintamani, segar dengan rasa jeruk.',
    'Rumah Nusantara',
  ),
  simple(
    'KOPI-LAMPUNG-1000',
    'Kopi Robusta Lampung 1 kg',
    98_000,
    KOPI,
    '1.05',
    'Robusta Lampung untuk kedai dan warung.',
  ),
  simple(
    'KOPI-SUSU-BTL',
    'Kopi Susu Gula Aren 1 Liter',
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
    'Kemeja Batik Parang Lengan Panjang',
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
    'Laweyan',
  ),
  varied(
    'BATIK-KAWUNG',
    'Kemeja Batik Kawung Lengan Pendek',
    BATIK,
    '0.26',
    'Katun adem untuk kerja dan kondangan.',
    ['Ukuran'],
    [
      ['M', ['M'], 145_000],
      ['L', ['L'], 145_000],
      ['XL', ['XL'], 155_000],
      ['XXL', ['XXL'], 165_000],
    ],
    'Laweyan',
  ),
  varied(
    'DASTER-BATIK',
    'Daster Batik Busui Rayon',
    BATIK,
    '0.25',
    'Rayon lembut, kancing depan.',
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
    'Sarung Tenun Goyor Pemalang',
    235_000,
    BATIK,
    '0.45',
    'Tenun tangan, dingin saat panas.',
  ),
  varied(
    'HIJAB-PASH',
    'Kerudung Pashmina Ceruty Babydoll',
    KERUDUNG,
    '0.12',
    'Ceruty premium 175 × 75 cm.',
    ['Warna'],
    [
      ['HTM', ['Hitam'], 35_000],
      ['MLO', ['Milo'], 35_000],
      ['DSP', ['Dusty Pink'], 35_000],
      ['SGE', ['Sage'], 35_000],
      ['MRN', ['Maroon'], 35_000],
    ],
    'Ayu',
  ),
  varied(
    'HIJAB-SEGI4',
    'Kerudung Segi Empat Voal',
    KERUDUNG,
    '0.10',
    'Voal 110 × 110 cm, tegak di dahi.',
    ['Warna'],
    [
      ['PTH', ['Putih'], 42_000],
      ['ABU', ['Abu'], 42_000],
      ['NVY', ['Navy'], 42_000],
    ],
    'Ayu',
  ),
  simple(
    'HIJAB-INSTAN',
    'Kerudung Instan Bergo Jersey',
    39_000,
    KERUDUNG,
    '0.15',
    'Langsung pakai, bahan jatuh.',
    'Ayu',
  ),
  simple(
    'CIPUT-RAJUT',
    'Ciput Rajut Anti Pusing',
    15_000,
    KERUDUNG,
    '0.04',
    'Elastis, tidak menekan telinga.',
    'Ayu',
  ),
  simple(
    'MUKENA-TRAVEL',
    'Mukena Travel Parasut',
    129_000,
    KERUDUNG,
    '0.40',
    'Ringan, lengkap dengan tas kecil.',
  ),
  varied(
    'SAMBAL-ROA',
    'Sambal Roa Manado',
    SAMBAL,
    '0.25',
    'Ikan roa asap asli Manado.',
    ['Pedas'],
    [
      ['SDG', ['Sedang'], 38_000],
      ['PDS', ['Pedas'], 38_000],
    ],
    'Dapur Ibu',
  ),
  simple(
    'SAMBAL-MATAH',
    'Sambal Matah Bali 150 g',
    32_000,
    SAMBAL,
    '0.22',
    'Segar dengan serai dan jeruk limau.',
    'Dapur Ibu',
  ),
  simple(
    'SAMBAL-BAWANG',
    'Sambal Bawang Botol 150 g',
    27_500,
    SAMBAL,
    '0.22',
    'Bawang goreng renyah, tanpa pengawet.',
    'Dapur Ibu',
  ),
  simple(
    'RENDANG-250',
    'Rendang Daging Kemasan 250 g',
    85_000,
    SAMBAL,
    '0.30',
    'Dimasak delapan jam, tahan enam bulan.',
    'Dapur Ibu',
  ),
  simple('KERIPIK-TEMPE', 'Keripik Tempe Sagu Malang 200 g', 22_000, SAMBAL, '0.22', 'Tipis, gurih, renyah.'),
  simple(
    'MADU-HUTAN',
    'Madu Hutan Sumbawa 500 ml',
    135_000,
    SAMBAL,
    '0.75',
    'Madu murni tanpa gula tambahan.',
  ),
  varied(
    'SERUM-BENGKOANG',
    'Serum Wajah Bengkoang',
    SKINCARE,
    '0.08',
    'Mencerahkan, cocok untuk kulit sensitif. BPOM.',
    ['Ukuran'],
    [
      ['15', ['15 ml'], 49_000],
      ['30', ['30 ml'], 87_000],
    ],
    'Sekar',
  ),
  simple(
    'SABUN-SEREH',
    'Sabun Batang Sereh Kelapa',
    18_000,
    SKINCARE,
    '0.11',
    'Buatan tangan, minyak kelapa murni.',
    'Sekar',
  ),
  simple(
    'LULUR-BOREH',
    'Lulur Boreh Bali 200 g',
    45_000,
    SKINCARE,
    '0.25',
    'Rempah hangat untuk seluruh badan.',
    'Sekar',
  ),
  simple(
    'SUNSCREEN-50',
    'Sunscreen Ringan SPF 50 40 ml',
    69_000,
    SKINCARE,
    '0.07',
    'Tidak lengket, tidak meninggalkan noda putih.',
    'Sekar',
  ),
  simple('MINYAK-VCO-250', 'Minyak Kelapa VCO 250 ml', 58_000, SKINCARE, '0.32', 'Perasan dingin.', 'Sekar'),
  varied(
    'TAS-ANYAM',
    'Tas Anyaman Pandan',
    RUMAH,
    '0.35',
    'Anyaman pandan Tasikmalaya.',
    ['Ukuran'],
    [
      ['S', ['Kecil'], 55_000],
      ['B', ['Besar'], 82_000],
    ],
  ),
  simple('TAPLAK-RAJUT', 'Taplak Meja Rajut 90 cm', 96_000, RUMAH, '0.40', 'Rajutan tangan dari Bantul.'),
  simple(
    'DUPA-CENDANA',
    'Dupa Kerucut Cendana isi 20',
    24_000,
    RUMAH,
    '0.09',
    'Wangi lembut, tanpa pewarna.',
  ),
]

/** Items of shop 1 that are not on sale, by code. */
export const NOT_ON_SALE: Readonly<Record<string, 'UNLIST' | 'BANNED'>> = {
  'TAPLAK-RAJUT': 'UNLIST',
  'DUPA-CENDANA': 'UNLIST',
  'MADU-HUTAN': 'BANNED',
}

export const BUYERS = [
  'sari_wulandari',
  'budi.santoso88',
  'rinaaprilia',
  'agus_prasetyo',
  'dewikartika_',
  'fajar.nugroho',
  'maya_lestari',
  'hendra.gnwn',
] as const

export const BUYER_CITIES = [
  'KOTA JAKARTA SELATAN',
  'KOTA SURABAYA',
  'KOTA MEDAN',
  'KAB. SLEMAN',
  'KOTA MAKASSAR',
  'KOTA DENPASAR',
] as const
