//! Words of heads: which of them speak of regions, indicators, periods, units, codes; and names of regions.
//!
//! - The head of a column or of a row says what stands in it (`地区`, `指标`, `Year`, `Unit`); where it is silent, labels
//!   that are mostly names of regions are subjects.

use super::words::is_cjk;

/// What a head says of its column or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Subject,
    Indicator,
    Period,
    Unit,
    Frequency,
    Code,
    Value,
    /// Words about the series that are no part of its name.
    Meta,
    Flag,
}

/// The exact heads, half-width, small, without blanks.
#[rustfmt::skip]
const EXACT: &[(Class, &[&str])] = &[
    (Class::Subject, &[
        "地区", "区域", "省份", "省市", "省", "市", "县", "市别", "市县", "县市", "城市", "市(县)", "县(市)", "市、州", "市(州)", "市州", "地市", "地州市", "州市", "各市", "行政区",
        "行政区域", "行政区划", "国家", "国别", "国家和地区", "国家(地区)", "国家或地区", "国家/地区", "地域", "都道府県", "都道府県名", "市区町村", "地別", "市别及县别", "地区名称", "单位名称",
        "地区别", "盟市", "区县", "县区", "县(市、区)", "县(区)", "市(区)", "区(县)", "县(市)区", "region", "regions", "region/area", "area", "areas", "city", "cities", "city(county)", "county", "counties", "country", "countries", "countryname",
        "countryorarea", "country/territory", "economy", "economies", "state", "states", "province", "provinces", "prefecture", "district", "districts", "geo", "geo(labels)", "geography", "territory", "nation",
        "state/unionterritory", "states/unionterritories", "geopoliticalentity(reporting)", "geopoliticalentity", "location", "refarea", "ref_area", "reporter", "subject", "регион", "регионы", "субъектрф", "страна", "land", "länder",
        "kreise", "bundesland", "pays", "région", "régions", "département", "país", "regiune", "raion", "municipality", "place", "localauthority", "geoname", "areaname", "statename",
        "provinsi", "provincia", "província", "departamento", "municipio", "município", "entidad", "entidadfederativa", "unidadefederativa", "dominio", "ülke", "iller", "il", "область", "области", "район", "kraj", "powiat", "województwo", "län", "fylke", "maakunta", "provincie", "regione", "região", "región", "regió", "ภาค", "จังหวัด", "areas/regions",
    ]),
    (Class::Indicator, &[
        "指标", "指标名称", "项目", "项目名称", "指标项目", "item", "items", "indicator", "indicators", "indicatorname", "variable", "variables", "series", "seriesname", "description", "dataitemdescription", "subjectdescriptor",
        "title", "libellé", "показатель", "показатели", "наименованиепоказателя", "наименованиепоказателей", "көрсөткүчтөрдүнаталыштары", "indicateur", "indikator", "indicadores", "indicator(s)", "項目", "指標", "concept", "element", "measure",
        "productsandproductgroups", "characteristics", "particulars", "dataseries",
        "indicador", "indicatore", "indicators/years", "göstergeler", "gösterge", "көрсөткүчтөрдүнаталышы", "көрсөткүчтөр", "көрсеткіштер", "показники", "wskaźnik", "ukazatel", "mutató", "merkmal", "concepto", "conceptos", "rubro", "variável", "variabile", "ตัวชี้วัด", "รายการ",
    ]),
    (Class::Period, &[
        "年份", "年度", "年", "年次", "时间", "月份", "季度", "年月", "日期", "时期", "年別", "年别", "民國年", "year", "years", "time", "timeperiod", "time_period", "period", "date", "month", "quarter", "incomeyear", "fiscalyear", "calendaryear", "yearmonth", "year&month",
        "période", "periode", "année", "periodo", "período", "jahr", "zeit", "stichtag", "referenceperiod", "refperiod", "год", "годы", "период", "anul", "ani", "año", "ano", "yıl", "yıllar", "時間", "時点", "調査年", "時間軸", "時間軸(年月日現在)", "年月日", "time(labels)", "obs_time",
        "jahre", "années", "años", "anos", "anno", "anni", "rok", "roky", "lata", "år", "jaar", "vuosi", "aasta", "metai", "gads", "leto", "tahun", "năm", "рік", "роки", "жыл", "жылдар", "yil", "ปี", "ปีพ.ศ.", "سنة", "السنة", "έτος", "selecttime", "timedimension",
    ]),
    (Class::Unit, &["单位", "计量单位", "單位", "単位", "unit", "units", "unitofmeasure", "unitofmeasurement", "единицаизмерения", "ед.изм.", "einheit", "unité", "uom", "measureunit", "unit_measure"]),
    (Class::Frequency, &["频度", "频率", "frequency", "freq", "freq.", "timefrequency"]),
    (Class::Code, &[
        "code", "codes", "代码", "编码", "编号", "序号", "行次", "コード", "countrycode", "weosubjectcode", "sourcedatasetid", "indicatorcode", "weocountrycode", "iso", "iso3", "seriesid", "seriescode", "idbank", "line", "lineno.", "no.", "no", "s.no.", "sl.no.", "sl.no", "key", "cdid", "id", "isocode",
        "区域代码", "地区代码", "rank", "lfdnr.", "geofips", "fips", "fipscode", "linecode", "geocode", "areacode", "regioncode",
        "sigla", "código", "codigo", "cod", "cod.", "kod", "kode", "nuts", "nutscode", "schlüssel", "ags", "itter107", "isocode3", "iso2",
    ]),
    (Class::Value, &["value", "values", "obs_value", "obsvalue", "数值", "值", "数据", "datavalue", "amount", "observation", "wert", "valeur", "valor", "значение"]),
    (Class::Flag, &["flag", "flags", "status", "obs_status", "footnote", "footnotes", "valuefootnotes", "notes", "note", "备注", "remarks", "obs_flag", "conf_status", "flagcodes", "flagcode", "observationstatus"]),
    (Class::Meta, &[
        "scale", "preunit", "seriestype", "datatype", "collectionmonth", "seriesstart", "seriesend", "no.obs", "no.obs.", "country/series-specificnotes", "subjectnotes", "estimatesstartafter", "lastupdated", "dernièremiseàjour", "lastupdateddate", "datasource", "来源", "数据来源", "更新时间", "起始时间",
        "结束时间", "开始时间", "source", "decimals", "base", "dataset", "prereleased", "releasedate", "nextrelease", "importantnotes", "price", "growth", "同比", "增速", "as_of", "seasonaladjustment", "adjustment", "unitmultiplier", "unit_mult", "tablename", "industryclassification",
    ]),
];

/// Beginnings of longer heads.
#[rustfmt::skip]
const BEGINS: &[(Class, &[&str])] = &[
    (Class::Subject, &["region ", "country ", "country/", "geopolitical", "geo ", "state/", "states/", "county ", "geography", "geographic area name"]),
    (Class::Indicator, &["indicator ", "national accounts indicator", "指标名", "products and", "item "]),
    (Class::Period, &["time period", "時間軸", "year ended", "year ending", "*year", "march quarter", "june quarter", "september quarter", "december quarter", "fiscal year"]),
    (Class::Unit, &["unit of measure", "units "]),
    (Class::Code, &["series id", "code "]),
];

/// What a head says.
pub(super) fn class(head: &str) -> Option<Class> {
    if head.is_empty() || head.chars().count() > 60 {
        return None;
    }
    let small: String = head
        .chars()
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect();
    let small =
        small.trim_matches(|character: char| character.is_whitespace() || matches!(character, ':' | '*' | '\u{a0}'));
    let close: String =
        small.chars().filter(|character| !character.is_whitespace() && *character != '\u{a0}').collect();
    let of_words = |close: &str| EXACT.iter().find(|(_, names)| names.contains(&close)).map(|(class, _)| *class);
    if let Some(class) = of_words(&close) {
        return Some(class);
    }
    // `Year/Month`, `Yıl - Year`: one thing in two words or languages.
    let mut parts = close.split(['/', '-', '|', '–']).map(of_words);
    if let Some(Some(first)) = parts.next()
        && parts.all(|part| part == Some(first))
    {
        return Some(first);
    }
    let begins = BEGINS.iter().find(|(_, names)| names.iter().any(|name| small.starts_with(name)));
    // `2017 NAICS Code` beside `Meaning of 2017 NAICS Code`.
    let coded = small.ends_with(" code") && !small.starts_with("meaning");
    begins.map(|(class, _)| *class).or(coded.then_some(Class::Code))
}

/// Short names of provinces, and of larger parts of China.
#[rustfmt::skip]
const CHINA: &[&str] = &[
    "全国", "全省", "全市", "全区", "全县", "全自治区", "全州", "总计", "东部", "中部", "西部", "东北", "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西",
    "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾", "東京都", "全国計", "合计",
];

/// Endings of Chinese, Japanese, Russian, Kyrgyz, English and German names of regions.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "省", "市", "县", "區", "区", "州", "盟", "旗", "自治区", "地区", "特区", "府", "県", "都", "道", "町", "村", " oblast", " область", " край", " облусу", " county", " province", " state", " region", " district", " city", " сity", " prefecture",
    " municipality", ", landkreis", ", kreisfreie stadt", ", kreis", "kreis", " territory", " ш.", " округ", " район",
];
const BEGINNINGS: &[&str] = &["г.", "г. ", "республика ", "республикасы", "город "];

/// Countries and the provinces of China in English; the first words of long names are enough.
const COUNTRIES: &str = "|afghanistan|albania|algeria|andorra|angola|argentina|armenia|aruba|australia|austria|azerbaijan|bahamas|bahrain|bangladesh|barbados|belarus|belgium|belize|benin|bermuda|bhutan|bolivia|bosnia and herzegovina|botswana|brazil|brunei|bulgaria|burkina faso|burundi|cambodia|cameroon|canada|chad|chile|china|colombia|comoros|congo|costa rica|croatia|cuba|cyprus|czechia|czech republic|denmark|djibouti|dominica|dominican republic|ecuador|egypt|el salvador|eritrea|estonia|eswatini|ethiopia|euro area|european union|fiji|finland|france|gabon|gambia|georgia|germany|ghana|greece|grenada|guatemala|guinea|guyana|haiti|honduras|hong kong|hungary|iceland|india|indonesia|iran|iraq|ireland|israel|italy|jamaica|japan|jordan|kazakhstan|kenya|kiribati|korea|kosovo|kuwait|kyrgyz republic|kyrgyzstan|lao|latvia|lebanon|lesotho|liberia|libya|liechtenstein|lithuania|luxembourg|macao|madagascar|malawi|malaysia|maldives|mali|malta|mauritania|mauritius|mexico|moldova|monaco|mongolia|montenegro|morocco|mozambique|myanmar|namibia|nepal|netherlands|new zealand|nicaragua|niger|nigeria|north macedonia|norway|oman|pakistan|palau|panama|paraguay|peru|philippines|poland|portugal|qatar|romania|russia|russian federation|rwanda|samoa|saudi arabia|senegal|serbia|seychelles|sierra leone|singapore|slovakia|slovenia|somalia|south africa|south sudan|spain|sri lanka|sudan|suriname|sweden|switzerland|syria|taiwan|tajikistan|tanzania|thailand|togo|tonga|tunisia|türkiye|turkey|turkmenistan|uganda|ukraine|united arab emirates|united kingdom|united states|uruguay|uzbekistan|vanuatu|venezuela|viet nam|vietnam|world|yemen|zambia|zimbabwe|beijing|tianjin|hebei|shanxi|inner mongolia|liaoning|jilin|heilongjiang|shanghai|jiangsu|zhejiang|anhui|fujian|jiangxi|shandong|henan|hubei|hunan|guangdong|guangxi|hainan|chongqing|sichuan|guizhou|yunnan|tibet|shaanxi|gansu|qinghai|ningxia|xinjiang|england|wales|scotland|northern ireland|great britain|ontario|quebec|british columbia|alberta|new south wales|victoria|queensland|россия|российская федерация|кыргыз республикасы|кыргызская республика|";

/// Short names of countries and groups of them.
const SHORT: [&str; 10] = ["uk", "us", "usa", "u.s.", "u.k.", "g7", "g20", "oecd", "uae", "ussr"];

/// Whether a label is the name of a region.
pub(super) fn is_place(label: &str) -> bool {
    let label = label.trim();
    if label.is_empty() || label.chars().count() > 60 {
        return false;
    }
    if label.chars().any(is_cjk) {
        return CHINA.contains(&label)
            || (label.chars().count() <= 16
                && label.chars().count() >= 2
                && ENDINGS.iter().any(|end| label.ends_with(end))
                && !label.contains(['(', '（', '/', '、']));
    }
    let small = label.to_lowercase();
    let small = small.trim_end_matches(['*', ' ']);
    let small = small.strip_prefix("republic of ").unwrap_or(small);
    let name = format!("|{small}|");
    let first = small.split([',', '(', '–', '-']).next().unwrap_or_default().trim();
    SHORT.contains(&small)
        || COUNTRIES.contains(&name)
        || (first.len() > 3 && COUNTRIES.contains(&format!("|{first}|")))
        || (ENDINGS.iter().any(|end| small.ends_with(end) && small.len() > end.len())
            && ![" and ", " by ", " of "].iter().any(|word| small.contains(word)))
        || BEGINNINGS.iter().any(|begin| small.starts_with(begin) || small.ends_with(begin))
}
