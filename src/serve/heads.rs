//! The heads of requests as they come over the wire. What one server reads as one request and another as two is how requests
//! are smuggled past a proxy, so whatever can be read in two ways is refused, and not repaired.

/// Most bytes of a line that are kept: enough for the names that matter.
const KEPT: usize = 32;

/// What can be read in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A line that ends without a carriage return.
    BareLineFeed,
    /// A length beside an encoding that has its own, or either of them twice.
    Framing,
}

/// The heads of the requests of one connection. After one that announces a body nothing more is looked at: such a request is
/// the connection's last.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// The beginning of the line that is being read, in lower case.
    line: Vec<u8>,
    /// The byte before.
    last: u8,
    /// Bytes of the line, without its end.
    length: usize,
    lengths: usize,
    encodings: usize,
    over: bool,
}

impl Heads {
    /// Reads on, and tells what is wrong, once.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<Fault> {
        for byte in bytes {
            if self.over {
                return None;
            }
            if *byte != b'\n' {
                if self.line.len() < KEPT {
                    self.line.push(byte.to_ascii_lowercase());
                }
                self.length += 1;
                self.last = *byte;
                continue;
            }
            let fault = if self.last == b'\r' { self.end() } else { Some(Fault::BareLineFeed) };
            if fault.is_some() {
                self.over = true;
                return fault;
            }
            self.line.clear();
            (self.length, self.last) = (0, 0);
        }
        None
    }

    /// A line has ended.
    fn end(&mut self) -> Option<Fault> {
        if self.length == 1 {
            self.over = self.lengths + self.encodings > 0;
            return None;
        }
        let name = self.line.split(|byte| *byte == b':').next().unwrap_or_default();
        match name.trim_ascii() {
            b"content-length" => self.lengths += 1,
            b"transfer-encoding" => self.encodings += 1,
            _ => {}
        }
        (self.lengths + self.encodings > 1).then_some(Fault::Framing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However the bytes are cut, the same is told.
    fn fault(text: &str) -> Option<Fault> {
        let whole = Heads::default().read(text.as_bytes());
        let mut heads = Heads::default();
        let cut = text.as_bytes().chunks(1).find_map(|byte| heads.read(byte));
        assert_eq!(whole, cut, "{text:?}");
        whole
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_told() {
        for sound in [
            "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\na\nb\nc",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nX-Content-Length: 1\r\nContent-Length-X: 2\r\nContent-Length: 3\r\n\r\n",
        ] {
            assert_eq!(fault(sound), None, "{sound:?}");
        }
        for bare in [
            "GET / HTTP/1.1\nHost: a\n\n",
            "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\n",
            "\nGET / HTTP/1.1\r\n",
        ] {
            assert_eq!(fault(bare), Some(Fault::BareLineFeed), "{bare:?}");
        }
        for framing in [
            "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\nX: y\r\nCONTENT-LENGTH: 5\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding : chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        ] {
            assert_eq!(fault(framing), Some(Fault::Framing), "{framing:?}");
        }
    }
}
