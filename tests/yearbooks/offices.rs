//! Layouts of offices in other languages, written out.

use super::synthetic::says;

#[test]
fn years_that_go_on_beside_themselves() {
    says(
        "Coeficiente Gini,,,,\n,,,,\nAño,Valor,,Año,Valor\n1997,0.487,,2004,0.456\n1998,0.486,,2005,0.475\n1999,0.469,,,\n",
        &[("", "Coeficiente Gini", "1999", 0.469, ""), ("", "Coeficiente Gini", "2005", 0.475, "")],
    );
}

#[test]
fn a_lone_figure_below_the_years() {
    says(
        "Jahr;Total;VI\n2000;\"0,40\";\"0,39\"\n2001;\"0,39\";\"0,37\"\n2002;\"0,41\";\"0,39\"\n2003;\"0,4\";\"0,38\"\n2004;\"0,43\";\"0,41\"\n\"2014,5\";;\n",
        &[("", "Total", "2000", 0.4, ""), ("", "VI", "2004", 0.41, "")],
    );
}

#[test]
fn heads_of_time_in_two_words() {
    says(
        "Area,Year/Month,Low,High\nUrban,2010,17.5,36.9\n,2011,16.1,34.8\nRural,2010,20.1,37.2\n,2011,21.2,37.1\n",
        &[("Urban", "Low", "2011", 16.1, ""), ("Rural", "High", "2010", 37.2, "")],
    );
}

#[test]
fn the_number_of_a_table_stands_above_its_title_and_years_end_it() {
    says(
        "Bureau of Figures,,,\nCuadro Nº 3.06,,,\n\"Gini Ratio Menurut Provinsi Tahun 1996, 1999 dan 2002\",,,\nProvinsi,1996,1999,2002\nAceh,0.259,0.24,0.25\nRiau,0.3,0.224,0.292\n",
        &[("Riau", "Gini Ratio Menurut Provinsi", "1999", 0.224, "")],
    );
}

#[test]
fn codes_in_capitals_and_how_often() {
    says(
        "Table 1.1 Gross Regional Domestic Product,,,\n,,,\n,,Annual,\n,,2000,2001\nNCR,National Capital Region,12.5,13.5\nIVA,Calabarzon,9.5,9.9\nVI,Northern Mindanao,4.5,4.6\n,Philippines,26.5,28\n",
        &[("Calabarzon", "Gross Regional Domestic Product", "2001", 9.9, "")],
    );
}

#[test]
fn regions_below_their_country() {
    says(
        "Gini coefficient,,\n,2001,2002\nRepublic of Kazakhstan,0.366,0.328\nAbay,0.31,0.32\nAkmola,0.33,0.34\nAlmaty,0.28,0.29\n",
        &[("Akmola", "Gini coefficient", "2002", 0.34, "")],
    );
}

#[test]
fn a_second_unit_ends_the_first() {
    says(
        "<meta charset=utf-8><table><tr><td>Indicateurs</td></tr><tr><td>Année</td><td colspan=3>Seuil à 60 %</td></tr><tr><td></td><td>Nombre de pauvres (en milliers)</td><td>Taux (en %)</td><td>Seuil (en euros 2021/mois)</td></tr><tr><td>1996</td><td>8003</td><td>14.3</td><td>932</td></tr><tr><td>1997</td><td>7866</td><td>14.1</td><td>934</td></tr></table>",
        &[
            ("", "Seuil à 60 % / Nombre de pauvres", "1996", 8003.0, "en milliers"),
            ("", "Seuil à 60 % / Seuil (en euros 2021/mois)", "1997", 934.0, ""),
        ],
    );
}

#[test]
fn parts_of_the_row_above() {
    says(
        "ПОКАЗАТЕЛИ,2019,2020\nДоходы населения,,\n\"Доход, млрд руб., на конец года\",9.5,9.9\nв том числе:,,\nоплата труда,7.5,7.9\nналоги,1.5,1.6\nЧисло организаций,44,45\n",
        &[
            ("", "Доходы населения / Доход, на конец года / оплата труда", "2019", 7.5, "млрд руб."),
            ("", "Доходы населения / Доход, на конец года / налоги", "2020", 1.6, "млрд руб."),
        ],
    );
}

#[test]
fn the_year_stands_right_of_its_values() {
    says(
        "id,name,region_gdp,year\nRU01,Belgorod Oblast,999.5,2020\nRU02,Bryansk Oblast,412.5,2020\nRU01,Belgorod Oblast,1354.5,2021\nRU02,Bryansk Oblast,468.5,2021\n",
        &[("BelgorodOblast", "region_gdp", "2021", 1354.5, "")],
    );
}

#[test]
fn values_that_look_like_years() {
    says(
        "Población total,,,\nCifras en miles,,,\nDominios,2012,2013,2014\nNacional,43711,44124,44533\nBarranquilla,1176,1188,1196\nBogotá,7175,7207,7231\n",
        &[("Barranquilla", "Población total", "2014", 1196.0, "miles")],
    );
}

#[test]
fn countries_across_and_years_at_the_edge() {
    says(
        ",Table 1: Current price GDP per hour worked,,,\n,UK = 100,,,\n,,Canada,France,G7\n,,,,\n,1995,108.1,124.1,115.8\n,1996,104.5,123.6,113.6\n",
        &[("France", "Current price GDP per hour worked", "1996", 123.6, "UK = 100")],
    );
}

#[test]
fn a_currency_in_a_row_of_its_own() {
    says(
        "Title,Furnishings; household equipment,Growth of output %\nCDID,ZAVW,ZAVO\nPreUnit,£,\nUnit,m,%\nRelease Date,21-12-2018,21-12-2018\nNext release,11 February 2019,11 February 2019\n2016,59877,1.5\n2017,64344,1.25\n",
        &[
            ("", "Furnishings; household equipment", "2016", 59877.0, "£ m"),
            ("", "Growth of output %", "2017", 1.25, "%"),
        ],
    );
}

#[test]
fn two_heads_of_one_class_in_a_long_table() {
    says(
        "LOCATION,INDICATOR,SUBJECT,MEASURE,FREQUENCY,TIME,Value,Flag Codes\nAUT,EXPORTS,ALLSIZE,MLN_USD,A,2008,180553.5,E\nAUT,EXPORTS,SMALL,MLN_USD,A,2008,553.5,\nBEL,EXPORTS,SMALL,MLN_USD,A,2009,153.5,\n",
        &[("AUT", "EXPORTS / SMALL", "2008", 553.5, "MLN_USD"), ("BEL", "EXPORTS / SMALL", "2009", 153.5, "MLN_USD")],
    );
}

#[test]
fn labels_in_two_languages_with_a_dash() {
    says(
        "Gini katsayısı,,\n,Yıllar - Years,\n,2006,2007\nGini katsayısı - Gini coefficient,0.403,0.386\nP80/P20 oranı - S80/S20 ratio,8.08,7.12\n",
        &[("", "P80/P20 oranı", "2007", 7.12, "")],
    );
}

#[test]
fn years_of_the_buddhist_calendar() {
    says(
        "ตาราง 1.1 : เส้นความยากจน,,\n,,(หน่วย : บาท/คน/เดือน)\nภาค,2531,2533\nกลาง,1032.5,1117.5\nเหนือ,826.5,891.5\n",
        &[("เหนือ", "เส้นความยากจน", "1990", 891.5, "บาท/คน/เดือน")],
    );
}

#[test]
fn units_over_the_last_columns_of_groups() {
    says(
        "<meta charset=utf-8><table><tr><td>Productivity</td></tr><tr><td></td><td></td><td>1997=100</td><td></td><td>%</td></tr><tr><td>Year</td><td>Inputs</td><td>Output</td><td>Change of inputs</td><td>Change of output</td></tr><tr><td>1998</td><td>101.5</td><td>102.6</td><td>1.5</td><td>2.6</td></tr><tr><td>1999</td><td>104.9</td><td>105.7</td><td>3.3</td><td>3.1</td></tr></table>",
        &[("", "Inputs", "1998", 101.5, "1997=100"), ("", "Change of inputs", "1999", 3.3, "%")],
    );
}

#[test]
fn spans_of_years_in_short() {
    says(
        "Investment,,,\n,Energy,,New\n,2006-11,2012-17,2016\nAlbania,711.6,351.8,2679\nAlgeria,2670.5,30.3,15574\n",
        &[("Albania", "Energy", "2006/2011", 711.6, ""), ("Algeria", "Energy", "2012/2017", 30.3, "")],
    );
}

#[test]
fn a_note_glued_to_a_year() {
    says(
        "Niveau de vie,,,,,,\nIndicateur,2009,2010,20102,2011,\"20203 4\",2021\nMoyenne,10,11,12,13,14,15\nMédiane,20,21,22,23,24,25\n",
        &[("", "Moyenne", "2010", 12.0, ""), ("", "Médiane", "2021", 25.0, "")],
    );
}

#[test]
fn days_in_words() {
    says(
        "Population by nationality,,\n,January 1st 2025,\"January 1st, 2024\"\nSpanish,42,41\nForeign,6,5\n",
        &[("", "Foreign", "2024-01-01", 5.0, "")],
    );
    says(
        "Bevölkerung,,\n,As of 31 December 2023,As of 31 December 2024\nMänner,42,41\nFrauen,6,5\n",
        &[("", "Frauen", "2024-12-31", 5.0, "")],
    );
}

#[test]
fn ages_alone_are_no_indicator() {
    says(
        "Dataset:,Unemployment - annual data [x],,,\n,,,,\nTime frequency,,Annual,,\nAge class,,From 15 to 74 years,,\nUnit of measure,,Percentage,,\nSex,,Total,,\n,,,,\nDate,Belgium,Bulgaria,Czechia,Denmark\n2003,8.2,13.7,7.5,5.5\n2004,8.4,12.1,8.5,6.5\n2005,8.5,10.1,9.5,7.5\n",
        &[("Bulgaria", "Unemployment - annual data [x] / From 15 to 74 years", "2005", 10.1, "Percentage")],
    );
}

#[test]
fn addresses_and_links_are_no_headings() {
    says(
        "Return to Main Menu,,\nBirths and deaths,,\n,https://example.org/data?t=1,\n,Births,Deaths\n2019,42,41\n2020,6,5\n2021,7,8\n",
        &[("", "Deaths", "2020", 5.0, "")],
    );
}

#[test]
fn money_with_a_glued_scale() {
    says(
        "Investment by asset,,,\n,2003,2004,2005\nSoftware (£bn),1.5,2.5,3.5\nDesign (US$m),4.5,5.5,6.5\nContas (1 000 000 R$),7.5,8.5,9.5\n",
        &[
            ("", "Software", "2003", 1.5, "£bn"),
            ("", "Design", "2004", 5.5, "US$m"),
            ("", "Contas", "2005", 9.5, "1 000 000 R$"),
        ],
    );
}

#[test]
fn codes_and_letters_of_suppression_among_labels() {
    says(
        "Geographic Area Name,2017 NAICS Code,Meaning of 2017 NAICS Code,Sex,Year,Owners\nIowa,00,Total,All,2017,24\nIowa,11,Farming,All,2017,S\nIowa,11,Farming,Women,2017,7\nOhio,00,Total,All,2017,S\nOhio,00,Total,Women,2017,9\n",
        &[("Iowa", "Farming / Women / Owners", "2017", 7.0, ""), ("Ohio", "Total / Women / Owners", "2017", 9.0, "")],
    );
}

#[test]
fn a_unit_above_a_column_without_a_head_is_not_that_of_the_table() {
    says(
        "Impact of quality,,,,\n,,,,\n,,,,Average annual percentage change\n,1996,1997,1998,\nAdjusted output,100,103.1,105.8,2.4\nOutput,100,101.4,102,0.5\n",
        &[("", "Adjusted output", "1997", 103.1, ""), ("", "Output", "1998", 102.0, "")],
    );
}

#[test]
fn nor_is_one_that_is_merged_into_the_heads() {
    says(
        "<meta charset=utf-8><table><tr><td colspan=5>Impact of quality</td></tr><tr><td></td><td></td><td></td><td></td><td rowspan=2>Average annual percentage change</td></tr><tr><td></td><td>1996</td><td>1997</td><td>1998</td></tr><tr><td>Adjusted</td><td>100</td><td>103.1</td><td>105.8</td><td>2.4</td></tr><tr><td>Output</td><td>100</td><td>101.4</td><td>102</td><td>0.5</td></tr></table>",
        &[("", "Adjusted", "1997", 103.1, ""), ("", "Output", "1998", 102.0, "")],
    );
}

#[test]
fn a_number_behind_unit_of_is_no_unit() {
    says(
        "By income,Period,Item,Gini,unit of 1,unit of 2\nMarket income,1990,All,0.266,206546,321742\nMarket income,1991,All,0.259,259459,396617\nMarket income,1992,All,0.254,303993,469025\n",
        &[("", "Market income / All / unit of 2", "1991", 396_617.0, "")],
    );
}
