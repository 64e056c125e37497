//! Letters of names brought to one form: full width, blanks, footnote marks, traditional characters.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Traditional characters of statistical terms, each before its simplified form.
const TRADITIONAL: &str = "\
    個个產产業业國国內内總总額额區区億亿萬万財财務务預预構构長长減减數数據据統统計计鎮镇鄉乡農农戶户資资進进銷销貨货\
    貿贸實实際际價价費费賬账開开發发設设電电氣气車车運运輸输險险歲岁與与為为從从員员職职權权營营環环節节積积類类項项\
    備备註注釋释標标準准轉转換换齡龄學学醫医療疗衛卫藥药間间還还達达過过選选遞递單单雙双點点廣广東东門门灣湾龍龙關关\
    縣县會会條条來来時时現现後后於于變变動动勞劳勢势稅税種种級级約约組组經经結结給给維维綜综網网線线織织續续餘余養养\
    體体這这連连週周適适錢钱銀银鋼钢鐵铁錄录陸陆陽阳隊队階阶隨随難难雜杂離离靜静響响頁页順顺須须顧顾領领頭头題题願愿\
    飛飞館馆驗验魚鱼鹽盐麥麦幣币歷历歸归殘残毀毁漁渔滿满燈灯爐炉獎奖獲获當当盡尽監监盤盘礦矿確确穩稳筆笔簡简糧粮紡纺\
    純纯細细緊紧編编縮缩績绩罰罚義义習习聯联聲声脫脱舉举舊旧號号術术衝冲裝装補补複复規规視视覽览親亲觀观訂订記记訓训\
    許许訴诉評评試试話话該该詳详認认語语誤误說说課课調调請请論论證证識识議议護护譯译讀读讓让豐丰負负販贩貧贫貸贷買买\
    賓宾賠赔賣卖質质賴赖購购贈赠贏赢趙赵趕赶軍军軟软較较載载輕轻輛辆輯辑轄辖辦办辭辞邊边遠远遷迁遺遗邏逻鄰邻釐厘針针\
    鈔钞銅铜鋁铝錯错鍵键鎖锁鏡镜鐘钟鑑鉴閉闭閱阅闊阔陰阴陳陈隱隐隻只霧雾靈灵頂顶頻频顆颗顯显風风馬马駐驻騰腾驅驱鮮鲜\
    齊齐臺台壯壮";

/// The same by the traditional character: every letter of every name of a batch is looked up.
static PAIRS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut letters = TRADITIONAL.chars().filter(|one| !one.is_whitespace());
    std::iter::from_fn(|| Some((letters.next()?, letters.next()?))).collect()
});

/// The simplified form of a character, where the terms have a traditional one.
fn simplified(letter: char) -> char {
    // No ideograph stands below.
    if letter < '\u{4e00}' { letter } else { PAIRS.get(&letter).copied().unwrap_or(letter) }
}

/// Marks of footnotes and letters without width, which are no part of a name.
fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{2460}'..='\u{249b}' | '¹' | '²' | '³' | '\u{2070}'..='\u{2079}' | '†' | '‡' | '*' | '※'
        | '\u{200b}'..='\u{200d}' | '\u{feff}')
}

/// Whether no blank belongs beside this letter.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '(' | ')' | ':' | '/' | '%')
}

/// A text with letters of one form: half width, simplified, lower case, no footnote marks, blanks only between words
/// of letters.
pub(crate) fn tidy(text: &str) -> String {
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let letter = match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            other => other,
        };
        let letter = match letter {
            '【' | '〔' | '[' | '{' => '(',
            '】' | '〕' | ']' | '}' => ')',
            '–' | '—' | '‐' | '‑' => '-',
            other if other.is_whitespace() => ' ',
            other => other,
        };
        if is_mark(letter) {
            continue;
        }
        letters.extend(simplified(letter).to_lowercase());
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for letter in letters {
        if letter == ' ' {
            blank = true;
            continue;
        }
        if blank && !is_wide(letter) && out.chars().next_back().is_some_and(|last| !is_wide(last)) {
            out.push(' ');
        }
        blank = false;
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn letters_of_one_form() {
        for (written, tidied) in [
            ("地 区 生 产 总 值（亿元）", "地区生产总值(亿元)"),
            ("地區生產總值", "地区生产总值"),
            ("ＧＤＰ　①", "gdp"),
            ("Gross  Domestic\u{a0}Product*", "gross domestic product"),
            ("社会消费品\n零售总额¹", "社会消费品零售总额"),
            ("增长 %", "增长%"),
        ] {
            assert_eq!(tidy(written), tidied);
        }
    }

    #[test]
    fn the_pairs_are_pairs() {
        let letters: Vec<char> = super::TRADITIONAL.chars().filter(|one| !one.is_whitespace()).collect();
        assert!(letters.len().is_multiple_of(2));
        // and every character has one simplified form
        assert_eq!(super::PAIRS.len(), letters.len() / 2);
        // What is simplified stays: no pair starts with a letter that another pair ends in.
        for pair in letters.chunks(2).filter(|pair| pair[0] != pair[1]) {
            assert_eq!(super::simplified(pair[1]), pair[1], "{pair:?}");
        }
    }
}
