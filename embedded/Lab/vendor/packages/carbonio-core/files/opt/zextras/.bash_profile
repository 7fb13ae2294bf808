# Read by login shells of zextras.
export PATH=/opt/zextras/bin:/opt/zextras/common/bin:/opt/zextras/common/sbin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
umask 0027
