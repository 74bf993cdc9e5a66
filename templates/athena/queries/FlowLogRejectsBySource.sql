-- Sources whose packets were rejected most in the last 7 days, and how widely
-- they knocked.
SELECT srcaddr,
       sum(packets) AS packets,
       count(*) AS flows,
       count(DISTINCT dstaddr) AS destinations,
       count(DISTINCT dstport) AS ports,
       count(DISTINCT account) AS accounts
FROM flow_logs
WHERE day >= date_format(current_timestamp - interval '7' day, 'year=%Y/month=%m/day=%d')
  AND action = 'REJECT'
GROUP BY srcaddr
ORDER BY packets DESC, srcaddr
LIMIT 100
