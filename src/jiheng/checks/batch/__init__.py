"""B 各表之间: several forms beside each other."""
