-- Pairs that exchanged most bytes in the last day.
SELECT account,
       region,
       srcaddr,
       dstaddr,
       sum(bytes) AS bytes,
       sum(packets) AS packets
FROM flow_logs
WHERE day >= date_format(current_timestamp - interval '1' day, 'year=%Y/month=%m/day=%d')
  AND action = 'ACCEPT'
GROUP BY account, region, srcaddr, dstaddr
ORDER BY bytes DESC
LIMIT 100
