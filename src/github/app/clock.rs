//! The times that GitHub writes, and how far our clock is off.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How far our clock is ahead of a `Date` header, in seconds.
pub(super) fn clock_ahead(date: &str) -> Option<i64> {
    let theirs = http_date(date)?;
    let ours = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    i64::try_from(ours).ok()?.checked_sub(theirs)
}

/// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(super) fn http_date(date: &str) -> Option<i64> {
    let parts: Vec<&str> = date.split([' ', ':']).collect();
    let &[_, day, month, year, hour, minute, second, "GMT"] = parts.as_slice() else { return None };
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = i64::try_from(months.iter().position(|m| *m == month)?).ok()? + 1;
    let number = |text: &str| text.parse::<i64>().ok();
    let (year, day) = (number(year)?, number(day)?);
    let days = days(year, month, day);
    Some(((days * 24 + number(hour)?) * 60 + number(minute)?) * 60 + number(second)?)
}

/// Seconds since 1970 of `1994-11-06T08:49:37Z`.
pub(super) fn iso_date(date: &str) -> Option<i64> {
    let (day, time) = date.strip_suffix('Z')?.split_once('T')?;
    let numbers = |text: &str, by: char| -> Option<[i64; 3]> {
        let parts: Option<Vec<i64>> = text.split(by).map(|part| part.parse().ok()).collect();
        parts?.try_into().ok()
    };
    let [year, month, day] = numbers(day, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    Some(((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second)
}

/// Days from 1970 up to a date, with years that begin in March: the leap day is then the last one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(http_date("Thu, 29 Feb 2024 23:59:59 GMT"), Some(1_709_251_199));
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(http_date("yesterday"), None);
        assert_eq!(iso_date("1994-11-06T08:49:37Z"), Some(784_111_777));
        assert_eq!(iso_date("2024-02-29T23:59:59Z"), Some(1_709_251_199));
        assert_eq!(iso_date("2024-02-29 23:59:59"), None);
    }
}
