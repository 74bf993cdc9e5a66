-- Traffic of one address in a period, in both directions, most bytes first.
-- Parameters: the first and the last day, in UTC, and the address:
-- '2026-11-01', '2026-11-07', '203.0.113.9'.
SELECT account,
       region,
       vpc_id,
       interface_id,
       srcaddr,
       dstaddr,
       dstport,
       action,
       sum(bytes) AS bytes,
       sum(packets) AS packets,
       count(*) AS flows,
       min(from_unixtime("start")) AS began,
       max(from_unixtime("end")) AS ended
FROM flow_logs
WHERE day BETWEEN date_format(CAST(? AS timestamp), 'year=%Y/month=%m/day=%d')
              AND date_format(CAST(? AS timestamp), 'year=%Y/month=%m/day=%d')
  -- Athena takes a parameter in WHERE only; this array lets one stand for all places.
  -- The address of a packet differs from that of the interface behind a NAT gateway.
  AND any_match(
    ARRAY[CAST(? AS varchar)],
    asked -> srcaddr = asked
      OR dstaddr = asked
      OR pkt_srcaddr = asked
      OR pkt_dstaddr = asked
  )
GROUP BY account, region, vpc_id, interface_id, srcaddr, dstaddr, dstport, action
ORDER BY bytes DESC, flows DESC
LIMIT 1000
